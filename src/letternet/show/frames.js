// A figure shows one frame after the other; it can be stopped, and stands still for people who want less motion.
"use strict";
const SECONDS = 2.5;

for (const figure of document.querySelectorAll(".frames")) {
  const frames = [...figure.querySelectorAll(".frame")];
  const [back, pause, forth] = figure.querySelectorAll("button");
  const count = figure.querySelector("output");
  let now = 0, timer = 0;

  function show(number) {
    now = (number + frames.length) % frames.length;
    frames.forEach((frame, i) => frame.classList.toggle("now", i === now));
    count.textContent = `${now + 1} of ${frames.length}`;
  }
  function play(on) {
    clearInterval(timer);
    timer = on ? setInterval(() => show(now + 1), SECONDS * 1000) : 0;
    pause.textContent = on ? "Pause" : "Play";
  }
  back.addEventListener("click", () => { play(false); show(now - 1); });
  forth.addEventListener("click", () => { play(false); show(now + 1); });
  pause.addEventListener("click", () => play(!timer));
  figure.classList.add("moving");
  show(0);
  play(!matchMedia("(prefers-reduced-motion: reduce)").matches);
}
