import Domain
import SQLite

/// Statements whose refusals are told in the domain's words.
extension Connection {
  /// Runs a statement that gives no rows, and counts the rows it changed.
  @discardableResult
  mutating func run(_ sql: String, _ values: [Value] = []) throws(DomainError) -> Int {
    do { return try execute(sql, values) } catch { throw DomainError(error) }
  }

  /// Runs a query and reads each row.
  mutating func rows<Result>(
    _ sql: String, _ values: [Value] = [],
    _ read: (borrowing Row) throws(DatabaseError) -> Result
  ) throws(DomainError) -> [Result] {
    do { return try query(sql, values, read) } catch { throw DomainError(error) }
  }

  /// Runs a query and reads its first row.
  mutating func row<Result>(
    _ sql: String, _ values: [Value] = [],
    _ read: (borrowing Row) throws(DatabaseError) -> Result
  ) throws(DomainError) -> Result? {
    do { return try first(sql, values, read) } catch { throw DomainError(error) }
  }
}

extension DomainError {
  /// What a refusal by the database means in the domain.
  init(_ error: DatabaseError) {
    self =
      switch error.kind {
      case .busy: .unavailable("busy")
      case .interrupted: .unavailable("deadline")
      case .full: .unavailable("disk_full")
      case .readOnly: .unavailable("read_only")
      case .unique(let columns):
        switch columns.first {
        case "organisation.tax_code", "ux_organisation_tax_code":
          .conflict(field: "tax_code", value: "", holder: nil)
        case "organisation.external_id", "problem.external_id":
          .conflict(field: "external_id", value: "", holder: nil)
        case "problem.code": .conflict(field: "code", value: "", holder: nil)
        case "proposal.organisation_id":
          .conflict(field: "organisation", value: "", holder: nil)
        case "issuing_document.number_key": .conflict(field: "number", value: "", holder: nil)
        case "outcome.problem_id": .conflict(field: "kind", value: "", holder: nil)
        default: .internalFault(error.description)
        }
      case .foreignKey, .constraint, .cannotOpen, .notADatabase, .other:
        .internalFault(error.description)
      }
  }
}
