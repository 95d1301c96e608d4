import Domain
import HTTP

extension Call {
  /// A list with a `Link` to its next page (RFC 8288), if there is one.
  func list(_ json: JSON) -> Response {
    var response = Response.json(json)
    if let cursor = json["next_cursor"]?.text {
      let kept = request.query.items.filter { $0.name != "cursor" }.map { ($0.name, $0.value) }
      let query = Query(kept + [("cursor", cursor)])
      let link = Link(request.rawPath + "?" + query.encoded, relation: "next")
      response.headers["Link"] = Link.headerValue([link])
    }
    return response
  }
}
