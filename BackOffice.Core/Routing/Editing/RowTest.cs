namespace BackOffice.Core.Routing.Editing;

/// <summary>What one row asks of a field. Those with several values are met by any of them; those that begin with Not by none of them.</summary>
public enum RowTest
{
    IsOneOf,
    IsNoneOf,

    /// <summary>Case does not matter.</summary>
    IsAnyCase,
    NotAnyCase,
    StartsWith,
    StartsWithAnyCase,
    NotStartsWith,
    EndsWith,
    EndsWithAnyCase,
    NotEndsWith,

    /// <summary><c>wildcard</c>.</summary>
    IsLike,
    NotLike,
    NumberIs,
    NumberAtLeast,
    NumberMoreThan,
    NumberAtMost,
    NumberLessThan,

    /// <summary>Four values: the lower comparison, its number, the upper comparison, its number.</summary>
    NumberBetween,

    /// <summary><c>cidr</c>.</summary>
    IsAddressIn,
    IsPresent,
    IsAbsent,
}
