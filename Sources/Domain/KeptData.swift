/// What stays of a person whose data were erased; `codes.json` says on which ground.
package enum KeptData: String, Code {
  /// The account's identifier, without name and address.
  case account
  /// What they did and when, under that identifier.
  case audit
  /// What they consented to, and when they withdrew it.
  case consent
  /// That they asked, what kind of request it was, and when it was fulfilled.
  case dataRequest = "data_request"
  /// Which confidential records they looked at.
  case accessLog = "access_log"
  /// Who handed a file in, opened proposals, recorded outcomes or decided, by that identifier.
  case actor
  /// Which proposals they were to judge, and what they declared about their interests.
  case review
  package static let list = "kept_data"
}
