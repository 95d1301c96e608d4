/// Progress of long work on standard error, redrawn in place on one line.
///
/// Silent when nobody watches or quiet is wanted. It has no clock: whoever works says how much
/// time has passed since the start.
package struct ProgressBar: Sendable {
  private let label: String
  private let total: Int?
  private let terminal: Terminal
  private let isShown: Bool
  private var lastDrawn: Duration?

  /// Redrawing more often only costs time.
  private static let interval = Duration.milliseconds(100)

  /// A bar for so many units of work; without a total it only counts.
  package init(_ label: String, total: Int?, terminal: Terminal) {
    self.label = Printable.text(label)
    self.total = total
    self.terminal = terminal
    isShown = terminal.errors.isTerminal && !terminal.isQuiet
  }

  /// Shows that so many units are done; drawn ten times a second at most.
  package mutating func update(_ done: Int, at elapsed: Duration) {
    guard isShown else { return }
    if let lastDrawn, elapsed - lastDrawn < Self.interval { return }
    lastDrawn = elapsed
    draw(done, elapsed, end: "")
  }

  /// Shows the last state and ends the line.
  package func finish(_ done: Int, at elapsed: Duration) {
    if isShown { draw(done, elapsed, end: "\n") }
  }

  /// Takes the bar off the line, so that a fault's message does not stand behind it.
  package func clear() {
    if isShown, lastDrawn != nil { terminal.report("\r\u{1B}[K") }
  }

  private func draw(_ done: Int, _ elapsed: Duration, end: String) {
    let line = DisplayWidth.cut(text(done, elapsed), to: terminal.errors.width - 1)
    // Back to the first column and erase to the end of the line (ECMA-48 EL).
    terminal.report("\r\(line)\u{1B}[K\(end)")
  }

  private func text(_ done: Int, _ elapsed: Duration) -> String {
    let seconds = Self.seconds(elapsed)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let speed = rate > 0 ? "  \(Self.rounded(rate))/s" : ""
    guard let total, total > 0 else {
      return "\(label)  \(done)\(speed)  \(Self.clock(seconds))"
    }
    let share = min(1, max(0, Double(done) / Double(total)))
    let percent = Self.padded("\(Int(share * 100))%", to: 4)
    let counts = "\(Self.padded(String(done), to: String(total).count))/\(total)"
    var time = "  in \(Self.clock(seconds))"
    if done < total {
      time = rate > 0 ? "  \(Self.clock(Double(total - done) / rate)) left" : ""
    }
    return "\(label)  \(Self.bar(share, cells: barCells))  \(percent)  \(counts)\(speed)\(time)"
  }

  private var barCells: Int {
    min(30, max(5, terminal.errors.width - DisplayWidth.of(label) - 50))
  }

  private static func bar(_ share: Double, cells: Int) -> String {
    let full = Int(share * Double(cells))
    let head = full < cells ? ">" + String(repeating: " ", count: cells - full - 1) : ""
    return "[" + String(repeating: "=", count: full) + head + "]"
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
  }

  private static func rounded(_ rate: Double) -> String {
    let rate = min(rate, 1e12)
    if rate >= 10 { return String(Int(rate + 0.5)) }
    let tenths = Int(rate * 10 + 0.5)
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// `0:09`, `12:34`, `1:02:03`.
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 3_599_999) + 0.5)
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }

  private static func padded(_ text: String, to count: Int) -> String {
    String(repeating: " ", count: max(0, count - text.count)) + text
  }
}
