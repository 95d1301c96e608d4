import Domain
import HTML
import UseCases

/// A form that writes a record: which members it has, in which order, and how people fill them in.
///
/// The sentences of a field are `form.NAME.MEMBER` (its label) and `form.NAME.MEMBER.help`.
struct Form: Sendable {
  /// Its name, below which its sentences stand.
  let name: String
  /// Its fields in order.
  let fields: [FormField]
}

/// One member of a record as a field of a form.
struct FormField: Sendable {
  /// Where the member stands in the record, such as `fund.thesis`; also the name of the control.
  let member: String
  /// How it is filled in.
  let kind: Kind
  /// Whether the form cannot be sent without it.
  var isRequired = false
  /// What its identifier begins with, so that a page can hold several forms with the same members.
  var scope = "f"

  /// How a field is filled in, and what it becomes.
  enum Kind: Sendable {
    /// One line of at most so many characters.
    case line(most: Int)
    /// Several lines of at most so many characters.
    case text(most: Int)
    /// A list of texts, one a line.
    case lines(most: Int)
    /// One of these.
    case choice([Choice])
    /// One of these, whose codes are numbers and kept as such.
    case scale([Choice])
    /// Some of these.
    case choices([Choice])
    /// A whole number.
    case number(ClosedRange<Int>)
    /// Whole đồng, also as "1,5 tỷ".
    case money
    /// A part of a whole in per cent with two decimals at most, kept in hundredths of them.
    case percent
    /// A day.
    case day
    /// A minute in Vietnam.
    case moment
    /// Yes or no.
    case flag
    /// An e-mail address.
    case email
    /// A telephone number.
    case phone
    /// A web address.
    case address
    /// A password; `isNew` for one that is being chosen.
    case password(isNew: Bool)
    /// Digits that a device shows.
    case oneTimeCode
    /// A file that is handed in along with the form.
    case file
    /// Several of them.
    case files
    /// An organisation of one of these kinds, of any where there are none: looked for by its name,
    /// told by its identifier.
    case organisation([OrganisationKind])
    /// Rows of the same fields, at most so many; the members of those stand in each row.
    case rows([FormField], most: Int)
  }

  /// One of the answers of a closed question.
  struct Choice: Sendable, Equatable {
    /// The code.
    let code: String
    /// What people read.
    let name: String
  }

  /// The member's place as a JSON pointer (RFC 6901), as errors name it.
  var pointer: String { "/" + member.replacing(".", with: "/") }

  /// The identifier of its control in the page.
  var id: String { scope + "-" + member.replacing(".", with: "-") }
}

extension Visit {
  /// The answers that a list of codes allows.
  func choices<C: Code>(of list: C.Type) -> [FormField.Choice] {
    C.allCases.map { FormField.Choice(code: $0.rawValue, name: word($0)) }
  }

  /// The present provinces by name, as a Vietnamese dictionary sorts them.
  var provinces: [FormField.Choice] {
    let places = site.registry.places
    return places.current.values
      .map { FormField.Choice(code: $0.code, name: language.pick($0.name)) }
      .sorted { Folding.sortKey($0.name).lexicographicallyPrecedes(Folding.sortKey($1.name)) }
  }
}
