import Web

/// `innoreg openapi`.
enum OpenAPICommand {
  static let command = Command(
    "openapi", summary: "Print the description of the API",
    discussion: "The same document as GET /openapi.json, for OpenAPI 3.1 tools.",
    examples: [Example("innoreg openapi > openapi.json", "Save the document")],
    run: { invocation throws(Failure) in
      try invocation.terminal.write(String(decoding: OpenAPI.bytes, as: UTF8.self))
      return .ok
    })
}
