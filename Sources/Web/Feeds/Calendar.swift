package import Domain

/// Writes a calendar in the iCalendar format (RFC 5545).
package struct Calendar: Sendable {
  /// Something that happens at a time.
  package struct Event: Sendable, Equatable {
    /// Its identifier, the same whenever the event is written again, so that a calendar that
    /// has it already changes it and does not add another.
    package let uid: String
    /// When it begins.
    package let start: Instant
    /// When it ends, the moment itself not included.
    package let end: Instant
    /// One line.
    package let summary: String
    /// More; empty for nothing.
    package let description: String

    /// Something that happens from one moment to another.
    package init(
      uid: String, start: Instant, end: Instant, summary: String, description: String = ""
    ) {
      self.uid = uid
      self.start = start
      self.end = end
      self.summary = summary
      self.description = description
    }
  }

  /// What a calendar program calls it.
  package let name: String
  /// When it is written.
  package let stamp: Instant
  /// What happens.
  package let events: [Event]

  /// A calendar of events, written at a moment.
  package init(name: String, stamp: Instant, events: [Event]) {
    self.name = name
    self.stamp = stamp
    self.events = events
  }

  /// The file's content; its media type is `text/calendar; charset=utf-8`.
  package var text: String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//innoreg//innoreg//VI", "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      // NAME is RFC 7986; X-WR-CALNAME is what most programs read.
      "NAME:" + Self.escaped(name), "X-WR-CALNAME:" + Self.escaped(name),
    ]
    for event in events {
      lines += [
        "BEGIN:VEVENT", "UID:" + Self.escaped(event.uid), "DTSTAMP:" + Self.time(stamp),
        "DTSTART:" + Self.time(event.start), "DTEND:" + Self.time(event.end),
        "SUMMARY:" + Self.escaped(event.summary),
      ]
      if !event.description.isEmpty {
        lines.append("DESCRIPTION:" + Self.escaped(event.description))
      }
      lines.append("END:VEVENT")
    }
    lines.append("END:VCALENDAR")
    return lines.map(Self.folded).joined()
  }

  /// Section 3.3.11: text with its separators marked, line breaks as `\n`, without the control
  /// characters that no text may have.
  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",": result += ["\\", scalar]
      case "\n" where previous == "\r": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": result += ["\\", "n"]
      case "\t": result.append(scalar)
      default: if scalar.properties.generalCategory != .control { result.append(scalar) }
      }
      previous = scalar
    }
    return String(result)
  }

  /// Section 3.1: lines of at most 75 octets without the line break, the blank that marks a
  /// continuation included; no character is torn apart.
  private static func folded(_ line: String) -> String {
    var result = ""
    var octets = 0
    for scalar in line.unicodeScalars {
      let width = UTF8.width(scalar)
      if octets + width > 75 {
        result += "\r\n "
        octets = 1
      }
      result.unicodeScalars.append(scalar)
      octets += width
    }
    return result + "\r\n"
  }

  /// Section 3.3.5, form 2: `20261201T013000Z`.
  private static func time(_ moment: Instant) -> String {
    moment.description.filter { $0 != "-" && $0 != ":" }
  }
}
