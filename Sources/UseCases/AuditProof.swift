package import Domain
import Storage

/// What came of proving the audit chain.
package struct AuditProof: Sendable, Equatable {
  /// How many entries were found to follow from one another.
  package let entries: Int
  /// The hash of the last of them, as hexadecimal digits; nil where the log is empty or broken.
  package let head: String?
  /// The first entry that does not follow, or of which something was taken out that no act of
  /// erasing accounts for; nil where all do.
  package let broken: Int64?
  /// What is wrong with it: `missing`, `link`, `hash`, `payload` or `value`.
  package let fault: String?
  /// Values and payloads that were taken out.
  package let erased: Int
  /// What is wrong, one text for each fault.
  package let faults: [String]

  init(_ report: ChainReport, changes: Int64, isKnownThere: Bool?) {
    let gone = (report.erased.values + report.erased.payloads)
    let told = (report.accounted.values + report.accounted.payloads)
    erased = gone
    var faults: [String] = []
    switch report.state {
    case .intact(let entries, let head):
      self.entries = entries
      self.head = head.isEmpty ? nil : Hexadecimal.text(head)
      broken = report.unaccounted
      fault = report.unaccounted == nil ? nil : ChainFault.value.rawValue
      // Each act writes one entry and one change, so a cut-off end of the log shows here.
      if Int64(entries) < changes {
        faults.append("\(entries + 1): missing")
      } else if Int64(entries) > changes {
        faults.append("\(entries) ≠ \(changes)")
      }
      // Nothing may be taken out but by an act of erasing, which says how much.
      if report.erased != report.accounted {
        if let first = report.unaccounted {
          faults.append("\(first): \(ChainFault.value.rawValue)")
        }
        faults.append("erased: \(gone) ≠ \(told)")
      }
    case .broken(let sequence, let fault):
      entries = Int(sequence) - 1
      head = nil
      (broken, self.fault) = (sequence, fault.rawValue)
      faults.append("\(sequence): \(fault.rawValue)")
    }
    if isKnownThere == false { faults.append("known: missing") }
    self.faults = faults
  }

  /// The result as programs read it.
  package var json: JSON {
    [
      "sound": .bool(faults.isEmpty), "entries": JSON(entries), "head": JSON(head),
      "broken": JSON(broken), "fault": JSON(fault), "erased": JSON(erased),
      "faults": .array(faults.map(JSON.string)),
    ]
  }
}
