/// A file that somebody has handed in; its bytes lie outside the database, named by their digest.
package struct StoredFile: Sendable, Equatable {
  /// Its identifier.
  package let id: ID<StoredFile>
  /// The name it came with, without any path.
  package let name: String
  /// What its content is, whatever its name says.
  package let mediaType: String
  /// Its length in bytes.
  package let size: Int
  /// The BLAKE2b digest of its content, 32 bytes.
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
