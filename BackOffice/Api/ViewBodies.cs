using BackOffice.Core.Orders.Search;

namespace BackOffice.Api;

/// <param name="CommandId">As in <see cref="RetryBody"/>.</param>
/// <param name="ExpectedVersion">0 for a new view.</param>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Query">Empty or left out for all orders; sort: is part of it.</param>
/// <param name="Audience">private (when left out), role or everyone.</param>
/// <param name="Role">For role: supportAgent, supportLead, operations, productManager or administrator.</param>
internal sealed record ViewBody(string? CommandId, long? ExpectedVersion, string? Name, string? Query, string? Audience, string? Role);

/// <param name="Id">In the path of PUT and DELETE.</param>
/// <param name="Version">To be sent with a command.</param>
/// <param name="Name">Unique among its owner's.</param>
/// <param name="Query">As it was typed.</param>
/// <param name="Sort">What the query says of it, or the default.</param>
/// <param name="Audience">Who sees it.</param>
/// <param name="Role">Whose it is for.</param>
/// <param name="Owner">For people.</param>
/// <param name="BuiltIn">Not stored; never changed.</param>
/// <param name="Own">The caller's.</param>
/// <param name="MayChange">False where a command would be refused.</param>
/// <param name="Problems">What of the query is no longer understood.</param>
internal sealed record ViewAnswer(
    string Id, long Version, string Name, string Query, string Sort, string Audience, string? Role, string Owner, bool BuiltIn, bool Own, bool MayChange,
    IReadOnlyList<QueryProblem> Problems);

internal sealed record ViewsAnswer(IReadOnlyList<ViewAnswer> Items);
