namespace BackOffice.Core.Routing.Explaining;

/// <summary>How a part's own parts are joined.</summary>
public enum PartKind
{
    /// <summary>One field; it has no parts.</summary>
    Field,

    /// <summary>All parts must hold.</summary>
    All,

    /// <summary>One of the parts must hold.</summary>
    Any,
}
