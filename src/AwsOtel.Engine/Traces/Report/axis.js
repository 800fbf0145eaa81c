// The one time axis that all bars are on; it shows the whole trace, or a stretch of it.

class Axis {
  constructor(whole) {
    this.whole = Math.max(whole, 1);
    this.show(0, this.whole);
  }

  get isZoomed() {
    return this.from !== 0 || this.to !== this.whole;
  }

  show(from, to) {
    this.from = from;
    this.to = Math.max(to, from + 1);
  }

  /** Where a stretch is on the axis, as parts of its width; null where it is not. */
  place(start, length) {
    const span = this.to - this.from;
    const left = (start - this.from) / span;
    const right = (start + length - this.from) / span;
    if (right < 0 || left > 1) return null;
    return { left: Math.max(left, 0), width: Math.min(right, 1) - Math.max(left, 0) };
  }

  /** Round times, about one for so many pixels. */
  ticks(pixels) {
    const wanted = Math.max(2, Math.floor(pixels / 110));
    const rough = (this.to - this.from) / wanted;
    // Long traces are read in minutes, and in hours.
    const unit = rough > 6e8 ? 3.6e9 : rough > 1e7 ? 6e7 : 1;
    const power = 10 ** Math.floor(Math.log10(rough / unit)) * unit;
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
    const ticks = [];
    for (let n = Math.ceil(this.from / step); n * step <= this.to; n++) ticks.push({ at: (n * step - this.from) / (this.to - this.from), label: n === 0 ? '0' : short(n * step) });
    return ticks;
  }
}

/** A round time without the zeros that say nothing. */
function short(microseconds) {
  if (microseconds >= 99950000) return duration(microseconds).replace(/ 00[sm]$/, '');
  const [number, unit] = duration(microseconds).split(' ');
  return `${number.includes('.') ? number.replace(/\.?0+$/, '') : number} ${unit}`;
}
