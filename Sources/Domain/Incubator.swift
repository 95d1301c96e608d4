/// The part of a profile that only incubators have.
package struct IncubatorProfile: Sendable, Equatable {
  /// How many startups it can house at once.
  package var capacity: Int?
  /// How many mentors work with it; a number, since most incubators tell no more.
  package var mentors: Int?
  /// What it offers.
  package var programmes: [Programme] = []
  /// What its mentors help with, one entry for each who agreed to be found.
  package var mentorProfiles: [MentorProfile] = []

  /// An incubator of which nothing more is known.
  package init() {}

  /// How many mentors there are: those who are listed, or the number that it states where that is
  /// larger; nil where it tells of none.
  package var mentorCount: Int? {
    let count = max(mentorProfiles.count, mentors ?? 0)
    return count > 0 ? count : mentors
  }
}

/// An incubator's offer to startups.
package struct Programme: Sendable, Equatable {
  /// Names it within its incubator; it stays when the programme is edited.
  package var id: String
  /// Its name.
  package var title: String
  /// What happens in it.
  package var description: String?
  /// Sectors; empty means any.
  package var fields: [Field] = []
  /// Technologies; empty means any.
  package var technologies: [Technology] = []
  /// Stages it is meant for; empty means any.
  package var stages: [Stage] = []
  /// Places in one intake.
  package var places: Int?
  /// First day of the intake, yyyy-mm-dd, as days are in Vietnam.
  package var opens: String?
  /// Last day of the intake, yyyy-mm-dd, as days are in Vietnam.
  package var closes: String?

  /// A programme of which only the name is known; its identifier is made from that.
  package init(title: String) {
    self.title = title
    id = PartID.made(from: title)
  }
}

/// What one of an incubator's mentors helps with: a public entry without a person's name or
/// contact, so that asking goes through the incubator.
package struct MentorProfile: Sendable, Equatable {
  /// Names the entry within its incubator; it stays when the entry is edited.
  package var id: String
  /// What the mentor is, such as "Cố vấn xuất khẩu nông sản".
  package var title: String
  /// On which questions the mentor helps, in words.
  package var expertise: String?
  /// Sectors; empty means any.
  package var fields: [Field] = []
  /// Technologies; empty means any.
  package var technologies: [Technology] = []
  /// Stages of startups; empty means any.
  package var stages: [Stage] = []
  /// Languages the mentor works in, by ISO 639-1 code.
  package var languages: [String] = []
  /// Whether the mentor takes new teams; nil means not said.
  package var open: Bool?
  /// When the mentor can be had, in words.
  package var availability: String?
  /// How many requests a month are accepted at most; nil sets no limit.
  package var capacityPerMonth: Int?

  /// A mentor of whom only the title is known; the identifier is made from that.
  package init(title: String) {
    self.title = title
    id = PartID.made(from: title)
  }
}

/// Identifiers of the parts of a record: small letters, digits and single hyphens, as in URLs.
package enum PartID {
  /// The longest that is taken.
  package static let limit = 60

  /// What is taken, for messages.
  package static let shape = "a…z, 0…9, -; 1…60"

  /// Whether a text is such an identifier.
  package static func isValid(_ text: String) -> Bool {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    return text.utf8.count <= limit
      && words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isPlain) }
  }

  /// An identifier made from a title: the same title gives the same one.
  package static func made(from title: String) -> String {
    var words: [String] = []
    var length = 0
    let folded = Folding.fold(title)
    for word in folded.utf8.split(whereSeparator: { !isPlain($0) }) {
      guard length + word.count < 40 else { break }
      words.append(String(decoding: word, as: UTF8.self))
      length += word.count + 1
    }
    return words.isEmpty ? "x" : words.joined(separator: "-")
  }

  /// The identifier, or the next free one where it is taken.
  static func free(_ id: String, among taken: Set<String>) -> String {
    var number = 2
    var free = id
    while taken.contains(free) {
      free = "\(id)-\(number)"
      number += 1
    }
    return free
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
