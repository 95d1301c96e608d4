import Domain
import Matching
import Storage

/// A record as the audit log tells it: what it was made with, then every change in order.
///
/// The chain proves that the log is whole; a record that differs from its replay was changed by
/// something else than an act.
struct AuditReplay {
  private var members: [String: JSON] = [:]
  /// Whether a value was erased, so that the log alone cannot tell what the record is.
  private var isErased = false

  /// Replays the payloads of a record's entries, oldest first; an erased one is nil.
  init(_ payloads: [String?]) {
    for payload in payloads {
      guard let payload, let json = try? JSONParser.parse(payload) else {
        isErased = true
        return
      }
      take(json)
    }
  }

  private mutating func take(_ payload: JSON) {
    guard case .object(let after) = payload["after"] else {
      // What was taken out has only a before.
      if payload["before"] != nil { members = [:] }
      return
    }
    if case .object(let before) = payload["before"] {
      for member in before.members { members[member.name] = nil }
    }
    for member in after.members { members[member.name] = member.value }
  }

  /// The same with what was erased as the record has it, since the log cannot tell.
  private func completed(from record: JSON) -> AuditReplay {
    var copy = self
    for (name, value) in members where value == PersonalData.erased {
      copy.members[name] = record[name]
    }
    return copy
  }

  /// The members that people may write, as one object.
  private func written(without kept: Set<String>) -> JSON {
    let own = members.filter { !kept.contains($0.key) }.sorted { $0.key < $1.key }
    return .object(JSONObject(own.map { ($0.key, $0.value) }))
  }

  /// All that the log tells of the record; nil where it does not tell all of it.
  var record: JSON? { isErased || members.isEmpty ? nil : written(without: []) }

  /// The organisation's own members, without those that the register keeps, and with what was
  /// erased as the record has it; nil where they cannot be told.
  func profile(of record: Organisation) -> JSON? {
    isErased || members.isEmpty
      ? nil : completed(from: record.json).written(without: OrganisationProfile.readOnly)
  }

  private func says(_ name: String, _ text: String?) -> Bool { members[name]?.text == text }

  /// Whether the log ends with the record being taken out.
  var isGone: Bool { !isErased && members.isEmpty }

  /// Whether the log tells of these members and no others.
  func tells(_ record: JSON) -> Bool {
    guard !isErased else { return true }
    guard case .object(let object) = record, object.members.count == members.count else {
      return false
    }
    return object.members.allSatisfy { members[$0.name]?.compact == $0.value.compact }
  }

  /// Whether the log tells of these weights; a signal of a later release is not in it.
  func tells(_ stored: StoredWeights) -> Bool {
    guard !isErased else { return true }
    guard says("version", stored.version), case .object(let signals)? = members["signals"] else {
      return false
    }
    return signals.members.allSatisfy { name, value in
      let share: Double =
        switch value {
        case .number(let number): number
        case .integer(let number): Double(number)
        default: -1
        }
      return Int((share * 1e6).rounded()) == stored.micros[name]
    }
  }

  /// Whether the log tells of this organisation as it stands.
  func tells(_ record: Organisation, places: Gazetteer) -> Bool {
    guard !isErased else { return true }
    let written = completed(from: record.json).written(without: OrganisationProfile.readOnly)
    guard let read = try? OrganisationProfile.read(written, places: places) else { return false }
    return read.profile == record.profile && says("id", record.id.text)
      && says("external_id", record.externalID) && says("status", record.status.rawValue)
      && says("status_reason", record.statusReason)
  }

  /// Whether the log tells of this problem as it stands.
  func tells(_ record: Problem, places: Gazetteer) -> Bool {
    guard !isErased else { return true }
    let written = written(without: ProblemStatement.readOnly)
    guard let read = try? ProblemStatement.read(written, places: places) else { return false }
    return read.statement == record.statement && says("id", record.id.text)
      && says("external_id", record.externalID) && says("code", record.code)
      && says("status", record.status.rawValue) && says("status_reason", record.statusReason)
      && says("published_at", record.publishedAt?.description)
      && says("publish_at", record.publishAt?.description)
      && says("document", record.document?.text) && says("reason_code", record.ending?.code)
  }
}
