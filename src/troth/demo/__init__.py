"""
An embedded shop, and the story that `troth demo` tells with it: nothing to install, no network.

shop/         what the shop promises, where its data is, and its two empty databases
names.py      what its customers are called and what they buy
generator.py  ten years of the shop, made from a seed: the same for the same day
telling.py    what the story says, French and English side by side
story.py      from `init` to what stays after an erasure, by the verbs that the commands use
chart.py      the policy's claims as a map: purposes × data
page.py       the pages that are left open
front/        what visitors of the shop see, served by web/shop.py
"""
