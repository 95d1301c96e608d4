/// A file that somebody has handed in; its bytes lie outside the database, named by their digest.
package struct StoredFile: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<StoredFile>
  /// A safe form of the name that it came with, see `FileName`; empty where the record was read
  /// without its key, since names tell as much as contents.
  package let name: String
  /// What its content is, whatever its name says.
  package let mediaType: String
  /// Its length in bytes.
  package let size: Int
  /// The BLAKE2b digest of its content, 32 bytes; of the encrypted bytes where the record was read
  /// without its key.
  package let digest: [UInt8]
  /// The organisation it belongs to; nil for an agency's.
  package let organisation: ID<Organisation>?
  /// Who handed it in, as the audit log calls them.
  package let by: String
  /// When.
  package let at: Instant

  /// Puts a record together.
  package init(
    id: ID<StoredFile>, name: String, mediaType: String, size: Int, digest: [UInt8],
    organisation: ID<Organisation>?, by: String, at: Instant
  ) {
    self.id = id
    self.name = name
    self.mediaType = mediaType
    self.size = size
    self.digest = digest
    self.organisation = organisation
    self.by = by
    self.at = at
  }
}

extension StoredFile {
  /// The most bytes of a file: 20 MB.
  package static let mostBytes = 20_000_000
  /// The most bytes of all files of an organisation together.
  package static let mostBytesOfOrganisation = 2_000_000_000
  /// The most bytes of all files of a person that belong to no organisation.
  package static let mostBytesOfPerson = 60_000_000

  /// Whether something hangs on it.
  package enum State: String, Code {
    case unattached
    /// Hangs on a record, which would lose it.
    case inUse = "in_use"
    package static let list = "file_states"
  }

  /// What can be done to one.
  package enum Event: String, Code {
    case remove
    package static let list = "file_events"
  }

  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("id", .string(id.text)), ("name", .string(name)), ("media_type", .string(mediaType)),
      ("size", JSON(size)), ("digest", .string(Hexadecimal.text(digest))),
    ]
    members.add("organisation", organisation?.text)
    members.append(("created_at", .string(at.description)))
    return .object(JSONObject(members))
  }
}
