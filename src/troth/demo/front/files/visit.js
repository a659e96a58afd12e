// The shop's counter of visits: it runs only where it was wanted.
const found = /(?:^|; )tilleul_visite=(\d+)/.exec(document.cookie);
const count = Number(found ? found[1] : 0) + 1;
document.cookie = `tilleul_visite=${count}; Max-Age=${180 * 86400}; Path=/; SameSite=Lax`;
const place = document.getElementById("visits");
if (place) {
  place.textContent = place.dataset.said.replace("{count}", String(count));
  place.hidden = false;
}
