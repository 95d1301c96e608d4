package import Domain

/// Where a command writes: results to standard output, all else to standard error.
package struct Terminal: Sendable {
  /// One of the two.
  package struct Stream: Sendable {
    /// Whether a person watches.
    package let isTerminal: Bool
    /// Columns; 80 when unknown.
    package let width: Int
    /// The marks that suit it.
    package let style: Style
    private let send: @Sendable (String) throws(Failure) -> Void

    /// A stream; without colours unless it is a terminal.
    package init(
      isTerminal: Bool, width: Int = 80, usesColour: Bool = false,
      send: @escaping @Sendable (String) throws(Failure) -> Void
    ) {
      self.isTerminal = isTerminal
      self.width = max(width, 20)
      self.style = Style(isOn: isTerminal && usesColour)
      self.send = send
    }

    /// Writes text as it is.
    package func write(_ text: String) throws(Failure) {
      if !text.isEmpty { try send(text) }
    }

    /// The width help is set in: lines over 100 columns are hard to read.
    package var helpWidth: Int {
      isTerminal ? min(max(width, 40), 100) : 80
    }

    /// The width tables are cut to; nil when nobody watches, since a program wants all of it.
    package var tableWidth: Int? { isTerminal ? width : nil }

    var withoutColour: Stream {
      Stream(isTerminal: isTerminal, width: width, usesColour: false, send: send)
    }
  }

  /// Standard output.
  package let output: Stream
  /// Standard error.
  package let errors: Stream
  /// Whether notes and progress are unwanted.
  package let isQuiet: Bool

  /// A pair of streams.
  package init(output: Stream, errors: Stream, isQuiet: Bool = false) {
    self.output = output
    self.errors = errors
    self.isQuiet = isQuiet
  }

  /// The process's own streams. A `NO_COLOR` that is not empty (no-color.org) and `TERM=dumb`
  /// turn colours off.
  package static func standard(environment: [String: String]) -> Terminal {
    let usesColour = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    let columns = environment["COLUMNS"].flatMap { Int($0) }
    func stream(_ file: Descriptor) -> Stream {
      Stream(
        isTerminal: file.isTerminal, width: file.columns ?? columns ?? 80,
        usesColour: usesColour, send: file.write)
    }
    return Terminal(output: stream(.output), errors: stream(.errors))
  }

  /// Writes to standard output as it is.
  ///
  /// - Throws: `Failure.outputClosed` when the reader has gone, which ends the command quietly;
  ///   an input/output failure when the disk is full or the like.
  package func write(_ text: String) throws(Failure) {
    try output.write(text)
  }

  /// Writes a line to standard output.
  package func print(_ line: String) throws(Failure) {
    try output.write(line + "\n")
  }

  /// Writes a JSON value and a line break: indented for a person, on one line for a program.
  package func print(_ json: JSON) throws(Failure) {
    try print(output.isTerminal ? json.pretty : json.compact)
  }

  /// Writes a table to standard output, cut to the terminal's width if there is one.
  package func print(_ table: Table) throws(Failure) {
    try output.write(table.text(width: output.tableWidth, style: output.style))
  }

  /// Writes to standard error. A failure there has nowhere to be reported and is dropped.
  package func report(_ text: String) {
    do { try errors.write(text) } catch {}
  }

  /// Writes a line to standard error, unless quiet is wanted.
  package func note(_ line: String) {
    if !isQuiet { report(line + "\n") }
  }

  /// The same, without notes and progress.
  package var quiet: Terminal {
    Terminal(output: output, errors: errors, isQuiet: true)
  }

  /// The same, without colours.
  package var withoutColour: Terminal {
    Terminal(output: output.withoutColour, errors: errors.withoutColour, isQuiet: isQuiet)
  }
}
