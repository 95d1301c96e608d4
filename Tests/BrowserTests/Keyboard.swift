import Domain

/// Somebody who has no mouse: presses Tab until nothing new gets the focus.
struct Keyboard {
  static let tab = "\u{E004}"
  static let enter = "\u{E007}"
  static let escape = "\u{E00C}"
  static let down = "\u{E015}"

  /// As many as one who tests presses at once.
  private static let batch = 40

  let web: WebDriver

  init(_ web: WebDriver) { self.web = web }

  /// The controls of the page that are not reached, and those that do not show that they are.
  func faults() throws -> [String] {
    try web.run(
      """
      window.reached = new Map();
      document.addEventListener("focusin", ({ target }) => {
        const style = getComputedStyle(target);
        const shows = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        if (!window.reached.has(target)) window.reached.set(target, shows);
      });
      document.activeElement.blur();
      """)
    var count: Int64 = -1
    while true {
      try web.press(Array(repeating: Self.tab, count: Self.batch))
      guard case .integer(let now) = try web.run("return window.reached.size"), now > count
      else { break }
      count = now
    }
    let found = try web.run(
      """
      const name = (element) => element.outerHTML.slice(0, 120);
      const all = [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
        .filter((element) => !element.disabled
          && element.checkVisibility({ visibilityProperty: true })
          && element.getClientRects().length > 0);
      return all.filter((element) => !window.reached.has(element))
          .map((element) => "not reached: " + name(element))
        .concat([...window.reached].filter(([element, shows]) => !shows)
          .map(([element]) => "does not show its focus: " + name(element)))
        .slice(0, 5);
      """)
    return (found.elements ?? []).compactMap(\.text)
  }
}
