import Domain
import Storage

/// What the record of an organisation holds of the person who stands for it alone: how that person
/// is reached.
///
/// A record's contacts are a person's where its address is that of their account, or where nobody
/// else owns it. The street address is theirs only where the organisation is known by a person's
/// number, a household business or an angel, whose seat is a home as a rule; elsewhere it is the
/// organisation's own.
struct PersonalContacts: Sendable, Equatable {
  /// The organisation.
  let organisation: ID<Organisation>
  let email: String?
  let phone: String?
  let address: String?

  /// What is a person's in a record; nil where nothing is.
  ///
  /// `isSoleOwner` says whether they own it and nobody else does.
  init?(of account: Account, in record: Organisation, isSoleOwner: Bool) {
    let profile = record.profile
    let isOwnAddress = profile.email.map { $0.lowercased() == account.email } ?? false
    guard isOwnAddress || isSoleOwner else { return nil }
    organisation = record.id
    (email, phone) = (profile.email, profile.phone)
    address = isSoleOwner && profile.personalID != nil ? profile.address : nil
    if texts.isEmpty { return nil }
  }

  /// All of it, as it stands in the record.
  var texts: [String] { [email, phone, address].compactMap(\.self) }

  /// Takes it out of a record.
  func leave(_ profile: inout OrganisationProfile) {
    (profile.email, profile.phone) = (nil, nil)
    if address != nil { profile.address = nil }
  }

  /// As a person is shown it.
  var json: JSON {
    var members: [(String, JSON)] = [("organisation", .string(organisation.text))]
    for (name, text) in [("email", email), ("phone", phone), ("address", address)] {
      if let text { members.append((name, .string(text))) }
    }
    return .object(JSONObject(members))
  }
}

extension Database {
  /// Whether a person owns an organisation and nobody else does.
  mutating func isSoleOwner(
    _ account: ID<Account>, of organisation: ID<Organisation>
  ) throws(DomainError) -> Bool {
    let owners = try members(of: organisation).filter { $0.role == .owner }
    return owners.map(\.account) == [account]
  }

  /// What the organisations that a person belongs to hold of them.
  mutating func personalContacts(
    of account: Account, _ places: Gazetteer
  ) throws(DomainError) -> [PersonalContacts] {
    var found: [PersonalContacts] = []
    for membership in try memberships(of: account.id) {
      guard let record = try organisation(membership.organisation, places: places) else {
        continue
      }
      let isSoleOwner = try isSoleOwner(account.id, of: record.id)
      if let own = PersonalContacts(of: account, in: record, isSoleOwner: isSoleOwner) {
        found.append(own)
      }
    }
    return found
  }
}
