/// The paper by which problems are published, amended, merged or withdrawn: a decision or notice
/// of the province, often with an annex of some dozen problems.
package struct IssuingDocument: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<IssuingDocument>
  /// Where it stands.
  package var status: Status
  /// Counts changes from 1; the entity tag.
  package var version: Int
  /// When it was written down here.
  package let createdAt: Instant
  /// When it last changed.
  package var updatedAt: Instant
  /// The document that took its place.
  package var supersededBy: ID<IssuingDocument>?
  /// What the paper says of itself.
  package var particulars: Particulars

  /// What a paper is.
  package enum Kind: String, Code {
    /// Quyết định.
    case decision
    /// Thông báo.
    case notice
    /// Công văn.
    case officialLetter = "official_letter"
    /// Kế hoạch.
    case plan
    package static let list = "document_kinds"
  }

  /// The states of a document.
  package enum Status: String, Code {
    /// Being prepared; only officers know of it.
    case draft
    case issued
    /// Another document took its place; what was done under it stays done.
    case superseded
    package static let list = "document_states"
  }

  /// What can be done to a document.
  package enum Event: String, Code {
    case issue, supersede
    package static let list = "document_events"
  }

  /// What a paper says of itself.
  package struct Particulars: Sendable, Equatable {
    /// Its number as printed, a text: `0193/QĐ-UBND`.
    package var number: String
    /// What it is.
    package var kind: Kind
    /// The day it bears, as yyyy-mm-dd.
    package var date: String
    /// The body that issues it.
    package var issuer: String
    /// What it is about, in one line.
    package var title: String?
    /// Who signed it, as printed.
    package var signer: String?
    /// The batch of problems that it publishes (đợt).
    package var batch: String?
    /// The signed paper.
    package var file: ID<StoredFile>?

    /// The least that a document needs.
    package init(number: String, kind: Kind, date: String, issuer: String) {
      self.number = number
      self.kind = kind
      self.date = date
      self.issuer = issuer
    }

    /// The year it bears.
    package var year: Int { Int(date.prefix(4)) ?? 0 }

    /// Its number and issuer so that spelling and blanks make no difference; numbers begin anew
    /// each year, so with the year these tell one document from all others.
    package var key: String {
      func bare(_ text: String) -> String { Folding.fold(text).filter { !$0.isWhitespace } }
      return bare(number) + "\u{1F}" + bare(issuer)
    }
  }

  /// Puts a record together.
  package init(
    id: ID<IssuingDocument>, status: Status, version: Int = 1, createdAt: Instant,
    updatedAt: Instant, supersededBy: ID<IssuingDocument>? = nil, particulars: Particulars
  ) {
    self.id = id
    self.status = status
    self.version = version
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.supersededBy = supersededBy
    self.particulars = particulars
  }

  private static let officers: Set<Party> = [.dost, .admin]

  /// The life of a document, as data.
  package static let lifecycle = StateMachine<Status, Event>(
    aggregate: "document",
    transitions: [
      Transition(.draft, .issue, .issued, by: officers),
      Transition(.issued, .supersede, .superseded, by: officers),
    ])
}
