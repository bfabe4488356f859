// A passkey that was not used (cancelled, timed out, unknown) is said in words, not in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.getElementById("passkey-trouble");
  if (words) words.hidden = false;
});
