import Domain
import HTML
import HTTP
import UseCases

/// What became of a problem since it is public, as its page shows it.
extension Visit {
  /// Why a problem does not take the usual way, if it does not.
  func standing(of problem: Problem) -> Node {
    let code: String? =
      switch problem.ending {
      case .noAward(let reason): word(reason)
      case .cancelled(let reason): word(reason)
      case .closedEarly(let reason): word(reason)
      case nil: nil
      }
    guard code != nil || problem.statusReason != nil else { return .nothing }
    return div(.class(Tone(problem.status).box(isTheirs: problem.status == .draft))) {
      code.map { reason in p { strong(text: reason) } }
      problem.statusReason.map { paragraphs($0) }
    }
  }

  /// The document under which a problem was published.
  func document(of problem: Problem) throws(DomainError) -> Node {
    guard let id = problem.document, let document = try seen(document: id) else { return .nothing }
    let paper = document.particulars
    var file: StoredFile?
    if let id = paper.file { file = try seen(file: id) }
    return facts([
      (
        "document.number",
        .text("\(word(paper.kind)) \(paper.number)")
      ),
      ("document.date", .text(Figures.day(paper.date))),
      ("document.issuer", text(paper.issuer)),
      ("document.title", paper.title.map(text)),
      ("document.signer", paper.signer.map(text)),
      ("document.batch", paper.batch.map(text)),
      (
        "document.file",
        file.map { file in
          a(.href("/api/v1/files/\(file.id)/content")) { text(file.name) }
        }
      ),
    ])
  }

  /// A document, if the visitor may know of it: what it was cited for may be public before it is.
  private func seen(document id: ID<IssuingDocument>) throws(DomainError) -> IssuingDocument? {
    do throws(DomainError) {
      return try site.registry.document(id, by: actor)
    } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }

  private func seen(file id: ID<StoredFile>) throws(DomainError) -> StoredFile? {
    do throws(DomainError) {
      return try site.registry.file(id, by: actor)
    } catch {
      guard case .notFound = error else { throw error }
      return nil
    }
  }

  /// A page of the questions on a problem with their answers, in the order of their numbers.
  func answers(on problem: Problem) throws(DomainError) -> [Node] {
    var reader = QueryReader(request.query)
    let cursor = reader.text("cursor", most: 2000)
    _ = reader.text("done")
    try reader.finish()
    let after: (key: SortKey, id: String)? =
      if let cursor { try Cursor.decode(cursor, Self.answerList, .time) } else { nil }
    let found = try site.registry.answers(
      on: problem.id.text, page: PageRequest(limit: Self.answersOnPage, after: after), by: actor)
    let questions = found.page.items.map { question in
      div(.class("answer")) {
        p(.class("question")) {
          question.number.map { strong(text: say("question.number", ["number": String($0)]) + " ") }
          text(question.wording ?? "")
        }
        question.answer.map { paragraphs($0) }
      }
    }
    let next = found.page.next.map { Cursor.encode(Self.answerList, $0) }
    var until: Node = .nothing
    if problem.status == .published, let last = found.until {
      until = p {
        say("problem.questions_until") + " "
        deadline(last)
      }
    }
    return [until] + questions + [questions.isEmpty ? .nothing : nextPage(next)]
  }

  private static let answerList = "problem_answers"
  private static let answersOnPage = 20

  /// What was done to a problem since it is public, the newest first, with what each amendment
  /// changed.
  func history(of problem: Problem) throws(DomainError) -> Node {
    guard problem.publishedAt != nil else { return .nothing }
    let page = PageRequest(limit: Self.mostActs)
    let acts = try site.registry.problemHistory(problem.id.text, page: page, by: actor).items
    guard !acts.isEmpty else { return .nothing }
    let versions = try site.registry.problemVersions(problem.id.text, page: page, by: actor).items
    let changes = Dictionary(
      versions.map { ($0.version.number, $0.changes) }, uniquingKeysWith: { first, _ in first })
    let others = try site.registry.problems(Array(Set(acts.flatMap(\.others))), by: actor)
    var documents: [ID<IssuingDocument>: IssuingDocument] = [:]
    for id in Set(acts.compactMap(\.document)) { documents[id] = try seen(document: id) }
    return ol(.class("history")) {
      for act in acts {
        li {
          p {
            moment(act.at)
            " "
            strong(text: word(act.kind))
            act.document.flatMap { documents[$0] }.map { document in
              .text(" · \(word(document.particulars.kind)) \(document.particulars.number)")
            }
          }
          self.reason(of: act).map { p(text: $0) }
          act.reason.map { paragraphs($0) }
          for other in act.others.compactMap({ others[$0] }) {
            p { a(.href(other.path)) { text(other.statement.title) } }
          }
          if act.kind != .publish { self.changes(act.statement.flatMap { changes[$0] } ?? []) }
        }
      }
    }
  }

  /// More acts than any problem has seen.
  private static let mostActs = 50

  /// The coded reason of an ending, in words.
  private func reason(of act: ProblemAct) -> String? {
    guard let code = act.code else { return nil }
    return word(act.kind.reasons, code)
  }

  private func changes(_ changes: [ProblemChange]) -> Node {
    guard !changes.isEmpty else { return .nothing }
    return details {
      summary(text: say("problem.changes", ["count": String(changes.count)]))
      dl(.class("changes")) {
        for change in changes {
          div {
            dt(text: word(change.member))
            dd { del { value(change.before, of: change.member) } }
            dd { ins { value(change.after, of: change.member) } }
          }
        }
      }
    }
  }

  /// What a member of a statement was, as people read it.
  private func value(_ value: JSON, of member: ProblemMember) -> Node {
    guard value != .null else { return .text(say("problem.no_value")) }
    func words(_ list: String) -> Node {
      .text(
        (value.elements ?? [value]).compactMap(\.text).map { word(list, $0) }.joined(
          separator: ", "))
    }
    switch member {
    case .field: return words(Field.list)
    case .mechanism: return words(Mechanism.list)
    case .technologies: return words(Technology.list)
    case .province: return .text(value.text.map(place) ?? "")
    case .deadline, .questionDeadline:
      return value.text.flatMap(Instant.init(rfc3339:)).map(deadline) ?? .text(value.compact)
    case .budgetVND:
      guard case .integer(let amount) = value else { return .text(value.compact) }
      return .text(money(amount))
    case .required:
      let whole: JSON = ["title": "–", "required": value]
      let read = try? ProblemStatement.read(whole, places: site.registry.places)
      return read.map { .text($0.statement.required.map(sentence).joined(separator: "; ")) }
        ?? .text(value.compact)
    case .title, .grounds, .description, .expectedResult, .owner, .ownerOrganisation:
      return text(value.text ?? value.compact)
    }
  }
}
