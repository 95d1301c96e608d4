import Domain
import HTTP
import UseCases

/// `/weights`.
extension Site {
  func listWeights(_ call: Call) throws(DomainError) -> Response {
    try QueryReader(call.request.query).finish()
    let known = try registry.weights(by: call.actor)
    return .json(["items": .array(known.map(\.json))])
  }

  func setWeights(_ call: Call) throws(DomainError) -> Response {
    .json(try registry.setWeights(try call.body(), by: call.actor).json)
  }
}
