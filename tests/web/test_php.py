"""What the guides show in PHP and WordPress runs as it stands there, beside a server of ours."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import pytest

from dev import servers
from tests.web.serving import NAME, NOON, Client, prepared, serving, shop_folder
from troth.site import Site
from troth.web.preferences import records

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
QUESTION, ACCOUNT = HOW_TO / "ask-in-php-and-wordpress.md", HOW_TO / "let-choices-go-with-an-account.md"
ALL = ("audience", "video", "advertising")
# What WordPress calls, as far as the guide uses it.
WORDPRESS = """<?php
$hooks = [];
function add_action($name, $do) { $GLOBALS['hooks'][$name] = $do; }
function add_filter($name, $do, $priority, $count) { $GLOBALS['hooks'][$name] = $do; }
function wp_enqueue_style($name, $address) { echo "style $address\\n"; }
function wp_enqueue_script($name, $address, $after, $version, $how) { echo "script $address {$how['strategy']}\\n"; }
function get_locale() { return 'fr_FR'; }
function esc_attr($text) { return htmlspecialchars($text); }
"""


def snippets(page: Path) -> list[str]:
    found = re.findall(r"^```php\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [text if text.startswith("<?php") else f"<?php\n{text}" for text in found if "<body>" not in text]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, Site]]:
    folder = tmp_path_factory.mktemp("php")
    home = shop_folder(folder)
    policy = home / "policy.yaml"
    policy.write_text(
        policy.read_text("utf-8").replace("\nbanner:\n", "\nbanner:\n  account: last\n", 1), "utf-8"
    )
    prepared(folder, {})
    with serving([home]) as (client, [site]):
        yield client, site


def said(client: Client, folder: Path, pages: Sequence[str], code: str, server: Mapping[str, str]) -> str:
    """What PHP prints for a visitor, with the pages of the guide before it."""
    try:
        program = servers.php()
    except servers.ServerMissing as missing:
        pytest.skip(f"cannot be had here: {missing}")
    for number, text in enumerate(pages):
        name = (re.findall(r"^// (\w+\.php)$", text, re.MULTILINE) or [f"{number}.php"])[0]
        (folder / name).write_text(text.replace("http://127.0.0.1:8081", client.address), "utf-8")
        code = f"require_once '{folder / name}'; {code}"
    given = {"HTTP_HOST": client.host, "REMOTE_ADDR": "192.0.2.7", **server}
    told = f"$_SERVER = {_php(given)} + $_SERVER; $_COOKIE = {_php(client.cookies)}; {code}"
    ran = subprocess.run(
        [program, "-d", "error_reporting=-1", "-d", "display_errors=1", "-r", told],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return ran.stdout


def _php(values: Mapping[str, str]) -> str:
    return f"json_decode({json.dumps(json.dumps(dict(values)))}, true)"


def test_a_page_made_by_php_asks_until_it_is_answered(served: tuple[Client, Site], tmp_path: Path) -> None:
    visitor = Client(served[0].address)

    def told(code: str, **server: str) -> str:
        return said(visitor, tmp_path, snippets(QUESTION)[:1], code, server)

    question, granted = (
        "echo troth_question('fr');",
        "echo json_encode(array_map('troth_granted', ['audience', 'video']));",
    )
    assert "Tout refuser" in told(question)
    assert "Global Privacy Control" in told(question, HTTP_SEC_GPC="1")
    assert told(granted) == "[false,false]"
    assert visitor.choose("save", **{"offer.audience": "granted", "offer.video": "refused"}).status == 303
    assert "Tout refuser" not in told(question)
    assert told(granted) == "[true,false]"
    visitor.cookies["troth_choice"] += "x"
    assert told(granted) == "[false,false]"
    gone = Client("http://127.0.0.1:9")
    assert said(gone, tmp_path, snippets(QUESTION)[:1], question + granted, {}) == "[false,false]"


def test_wordpress_takes_it_in(served: tuple[Client, Site], tmp_path: Path) -> None:
    visitor = Client(served[0].address)
    asked = """
        foreach (['wp_enqueue_scripts', 'wp_body_open'] as $name) $hooks[$name]();
        echo $hooks['script_loader_tag']('<script src="/a.js"></script>', 'google-analytics');
        echo $hooks['script_loader_tag']('<script src="/b.js"></script>', 'jquery');
    """
    wordpress, question = snippets(QUESTION)[1], snippets(QUESTION)[0]
    told = said(visitor, tmp_path, [wordpress, question, WORDPRESS], asked, {})
    assert told.startswith('style /troth/troth.css\nscript /troth/troth.js defer\n<div id="troth"')
    assert told.endswith(
        '<template data-troth="audience"><script src="/a.js"></script></template><script src="/b.js"></script>'
    )


def test_a_token_made_by_php_vouches_and_what_another_device_decides_is_known_to_php(
    served: tuple[Client, Site], tmp_path: Path
) -> None:
    client, site = served
    with site.database.transaction() as tx:
        number, key = records.make_key(tx, NAME, NOON)
    assert number == 1
    [maker] = snippets(ACCOUNT)
    maker = maker.replace("https://www.shop.example", client.address).replace(
        "'aud' => 'shop'", f"'aud' => '{NAME}'"
    )
    maker = maker.replace("time()", str(int(NOON.timestamp())))
    devices = [Client(client.address), Client(client.address)]
    for device in devices:
        made = said(device, tmp_path, [maker], f"echo troth_token('{key}', 'a-1', 'ana@example.com');", {})
        answered = device.get(f"/troth/account/in?{urlencode({'token': made, 'return': '/'})}")
        assert answered.status == 303, answered.text
    granted = "echo json_encode(troth_granted('audience'));"
    phone = devices[1]
    assert said(phone, tmp_path, snippets(QUESTION)[:1], granted, {}) == "false"
    devices[0].choose("accept_all")
    assert said(phone, tmp_path, snippets(QUESTION)[:1], granted, {}) == "true"
