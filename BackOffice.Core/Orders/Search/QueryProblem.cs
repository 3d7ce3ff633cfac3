using System.Text.Json.Serialization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Search;

/// <summary>What is wrong with a part of a query.</summary>
/// <param name="At">Where the part starts, in characters.</param>
/// <param name="Length">Of the part; at least 1.</param>
/// <param name="Said">For people: what is wrong, and what is expected.</param>
/// <param name="Suggestion">What to write in place of the part, where something near exists.</param>
public sealed record QueryProblem(int At, int Length, [property: JsonIgnore] Sentence Said, string? Suggestion = null)
{
    /// <summary>What is said, in English.</summary>
    public string Message => Said.ToString();
}

/// <summary>A query as it was understood. While there is a problem, the part that has it is left out of <paramref name="Query"/>: don't run it.</summary>
public sealed record ParsedQuery(OrderQuery Query, IReadOnlyList<QueryProblem> Problems)
{
    public bool IsSound => Problems.Count == 0;
}
