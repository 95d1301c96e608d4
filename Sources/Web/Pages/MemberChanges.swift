import Domain
import HTML
import UseCases

/// What changes in an organisation's record, as people read it.
extension Visit {
  /// Members with what they were and what they are to become.
  func changeList(_ changes: [MemberChange]) -> Node {
    dl(.class("changes")) {
      for change in changes {
        div {
          dt(text: memberName(change.pointer))
          dd { del { memberValue(change.before, change.pointer) } }
          dd { ins { memberValue(change.after, change.pointer) } }
          papers(in: change.after)
        }
      }
    }
  }

  /// The papers that a member names, to open.
  private func papers(in value: JSON?) -> Node {
    let files = (value?.elements ?? []).compactMap { $0["file"]?.text }
    let area = actor.isOfficer ? "/desk/files/" : "/my/files/"
    return files.isEmpty
      ? .nothing
      : dd {
        for (number, file) in files.enumerated() {
          a(
            .href(area + file),
            text: say("queue.paper.open") + (files.count > 1 ? " \(number + 1)" : ""))
          " "
        }
      }
  }

  /// What people call a member of an organisation's record, by its pointer.
  func memberName(_ pointer: String) -> String {
    let member = pointer.dropFirst().split(separator: "/").filter { Int($0) == nil }
      .joined(separator: ".")
    let names = [
      "form.organisation.\(member)", "form.mandate.\(member)", "organisation.member.\(member)",
    ]
    return names.first { say($0) != $0 }.map { say($0) } ?? String(member)
  }

  /// What a member of an organisation's record says, as people read it.
  func memberValue(_ value: JSON?, _ pointer: String) -> Node {
    let lists = [
      "fields": Field.list, "technologies": Technology.list, "kind": OrganisationKind.list,
      "stage": Stage.list, "status": LegalClass.list, "stages": Stage.list,
      "fund_kind": FundKind.list, "instruments": Instrument.list,
    ]
    let member = String(pointer.split(separator: "/").last ?? "")
    func read(_ value: JSON, _ member: String) -> String {
      switch value {
      case .string(let text):
        if let list = lists[member] { return word(list, text) }
        if member.hasSuffix("_on") { return Figures.day(text) }
        return member == "province" || member == "commune" || member == "provinces"
          ? place(text) : text
      case .integer(let number):
        if ["founded", "year"].contains(member) { return String(number) }
        return member.hasSuffix("_vnd") ? money(number) : Figures.grouped(number, language)
      case .array(let elements):
        return elements.map { read($0, member) }.joined(separator: "; ")
      case .object(let object):
        return object.members.filter { $0.name != "recognised" }
          .map { $0.name == "file" ? say("queue.paper") : read($0.value, $0.name) }
          .joined(separator: ", ")
      case .bool(let flag): return flag ? say("word.yes") : say("word.no")
      case .null, .number: return value == .null ? say("problem.no_value") : value.compact
      }
    }
    return text(read(value ?? .null, member))
  }
}
