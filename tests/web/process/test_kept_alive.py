"""A connection that a proxy keeps open is answered as fast as a new one."""

import time
from http.client import HTTPConnection
from pathlib import Path

from tests.web.serving import prepared, serving, shop_folder

ANSWERS = 20
ACKNOWLEDGED_SECONDS = 0.04  # what a peer may take to acknowledge the beginning of an answer


def test_the_end_of_an_answer_does_not_wait_until_its_beginning_is_acknowledged(tmp_path: Path) -> None:
    home = shop_folder(tmp_path)
    prepared(tmp_path, {})
    times = []
    with serving([home]) as (client, _):
        connection = HTTPConnection(client.host, timeout=60)
        for _ in range(ANSWERS):
            begin = time.perf_counter()
            connection.request("GET", "/troth/choice.json")
            assert connection.getresponse().read()
            times.append(time.perf_counter() - begin)
        connection.close()
    assert min(times[ANSWERS // 2 :]) < ACKNOWLEDGED_SECONDS  # the first ones are acknowledged at once
