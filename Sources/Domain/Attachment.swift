/// A file that hangs on a proposal, as its offer names it; kept encrypted with the offer.
package struct Attachment: Sendable, Equatable {
  /// The file.
  package let file: ID<StoredFile>
  /// Its name.
  package let name: String
  /// What it is.
  package let mediaType: String
  /// Its length in bytes.
  package let size: Int
  /// BLAKE2b-256 of its content, in hexadecimal.
  package let digest: String

  /// The most bytes of all attachments of a proposal: 60 MB.
  package static let mostBytes = 60_000_000
  /// The most attachments of a proposal.
  package static let most = 30

  /// A file as an attachment.
  package init(_ file: StoredFile) {
    self.file = file.id
    name = file.name
    mediaType = file.mediaType
    size = file.size
    digest = Hexadecimal.text(file.digest)
  }

  /// Reads what `json` gave; nil where it is something else.
  package init?(_ json: JSON) {
    guard let file = json["file"]?.text, let name = json["name"]?.text,
      let mediaType = json["media_type"]?.text, let size = json["size"]?.wholeNumber,
      let digest = json["digest"]?.text
    else { return nil }
    self.file = ID(file)
    self.name = name
    self.mediaType = mediaType
    self.size = Int(size)
    self.digest = digest
  }

  /// The record as it stands in the API.
  package var json: JSON {
    [
      "file": .string(file.text), "name": .string(name), "media_type": .string(mediaType),
      "size": JSON(size), "digest": .string(digest),
    ]
  }
}
