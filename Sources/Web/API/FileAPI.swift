import Domain
package import HTTP
import UseCases

/// `/files`.
extension Site {
  /// The routes whose bodies are files.
  package static let largeBodies = [
    ServerConfiguration.LargeBody(.POST, "/api/v1/files", maxBytes: StoredFile.mostBytes),
    // The other fields of the form and what parts them come on top of the file.
    ServerConfiguration.LargeBody(.POST, "/my/files", maxBytes: StoredFile.mostBytes + 65_536),
    ServerConfiguration.LargeBody(.POST, "/desk/files", maxBytes: StoredFile.mostBytes + 65_536),
  ]

  func createFile(_ call: Call) throws(DomainError) -> Response {
    var query = QueryReader(call.request.query)
    let name = query.text("name", most: 1000)
    try query.finish()
    let headers = call.request.headers
    let record = try registry.addFile(
      call.request.body,
      name: name ?? headers["Content-Disposition"].flatMap(ContentDisposition.fileName) ?? "",
      declared: call.request.contentType?.essence ?? "", by: call.actor,
      key: try call.idempotencyKey(Credentials.digest))
    var response = Response.record(record.json, version: 1, for: call.request, status: .created)
    response.headers["Location"] = "/api/v1/files/\(record.id)"
    return response
  }

  func showFile(_ call: Call) throws(DomainError) -> Response {
    let record = try registry.file(ID(call.parameter("id")), by: call.actor)
    return .record(record.json, version: 1, for: call.request)
  }

  func removeFile(_ call: Call) throws(DomainError) -> Response {
    try registry.removeFile(ID(call.parameter("id")), by: call.actor)
    return Response(.noContent)
  }

  /// Always as something to save, in a sandbox, under the type that was found: no browser is to
  /// show what people hand in as a page of this site.
  func showFileContent(_ call: Call) throws(DomainError) -> Response {
    try fileResponse(try registry.content(of: ID(call.parameter("id")), by: call.actor))
  }

  /// A file with its content, as an answer.
  func fileResponse(
    _ content: (file: StoredFile, bytes: [UInt8])
  ) throws(DomainError) -> Response {
    let (record, bytes) = content
    guard let type = MediaType(record.mediaType) else {
      throw .internalFault("file \(record.id): type \(record.mediaType)")
    }
    var response = Response.bytes(bytes, type: type)
    response.headers["Content-Disposition"] = ContentDisposition.attachment(record.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
  }
}
