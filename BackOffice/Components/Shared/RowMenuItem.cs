namespace BackOffice.Components.Shared;

/// <summary>One entry of a row's menu: a link, or an act.</summary>
public sealed record RowMenuItem(string Label, string? Href = null, Func<Task>? Act = null);
