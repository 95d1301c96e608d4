/// One field of a form that was sent as `multipart/form-data` (RFC 7578), as the library took it
/// apart.
package struct FormPart: Sendable, Equatable {
  /// The name of the field.
  package let name: String
  /// What the file is called on the client's machine; nil for a field that is no file. Nothing may
  /// be trusted to be in a folder of that name, or of that type.
  package let fileName: String?
  /// The content.
  package var bytes: [UInt8]

  /// Makes a part, as the server does.
  package init(name: String, fileName: String? = nil, bytes: [UInt8]) {
    self.name = name
    self.fileName = fileName
    self.bytes = bytes
  }

  /// Most parts of a form; one with more is taken for unreadable.
  package static let most = 200
}
