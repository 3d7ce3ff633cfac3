namespace BackOffice.Core.Routing;

/// <summary>What AWS lets a rule have (EventBridge quotas; <c>docs/routing.md</c>), and what keeps our own work bounded.</summary>
public static class PatternLimits
{
    /// <summary>Characters of a pattern's text, white space included, unless the account's quota was raised.</summary>
    public const int Characters = 2_048;

    /// <summary>The most that the quota can be raised to; a rule that exists already may be so long.</summary>
    public const int MostCharacters = 4_096;

    /// <summary>Combinations of all <c>$or</c> lists: the product of their lengths.</summary>
    public const int Combinations = 1_000;

    /// <summary>From here a wildcard is warned of: AWS's limit is not published and lies between 7 and 10.</summary>
    public const int WarnedComplexity = 5;

    /// <summary>From here a wildcard is refused: AWS was seen to refuse 11.</summary>
    public const int RefusedComplexity = 11;

    /// <summary>Nested objects and arrays of a pattern.</summary>
    public const int PatternDepth = 100;

    /// <summary>Nested objects and arrays of an event (PutEvents).</summary>
    public const int EventDepth = 1_000;

    /// <summary>UTF-8 bytes of an event (PutEvents; 256 KB in older regions).</summary>
    public const int EventBytes = 1_048_576;
}
