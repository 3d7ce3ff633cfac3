namespace BackOffice.Core.Routing.Rules;

public enum RuleState
{
    /// <summary>Sends what it matches.</summary>
    Enabled,

    /// <summary>Drops what it matches, as on AWS.</summary>
    Disabled,

    /// <summary>Gone from the router; its history stays, and its name may be used again.</summary>
    Deleted,
}
