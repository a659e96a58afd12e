// What an advertising network does: it knows a browser again.
if (!/(?:^|; )parc_id=/.test(document.cookie))
  document.cookie = `parc_id=${crypto.randomUUID()}; Max-Age=${90 * 86400}; Path=/; SameSite=Lax`;
