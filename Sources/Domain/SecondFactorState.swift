/// Where the second factor of an account stands.
package enum SecondFactorState: String, Code {
  /// None is asked for.
  case off
  /// Its secret was given out; a first code is awaited.
  case begun
  /// It is asked for at every login.
  case on
  package static let list = "second_factor_states"
}
