namespace BackOffice.Core.Routing.Explaining;

/// <summary>What became of one part of a pattern.</summary>
public enum PartOutcome
{
    /// <summary>Holds.</summary>
    Matched,

    /// <summary>The event has the field, with another value; or a group's parts do not hold.</summary>
    Failed,

    /// <summary>The event lacks the field.</summary>
    Absent,
}
