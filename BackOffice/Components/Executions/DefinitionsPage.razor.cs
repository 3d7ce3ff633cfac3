using System.Text.Encodings.Web;
using System.Text.Json;
using BackOffice.Core.Workflows;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Executions;

/// <summary>The revisions of the definitions: one as a graph and as text, and what changed since another, by default the one before.</summary>
public sealed partial class DefinitionsPage
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private IReadOnlyList<DefinitionRevision>? _all;
    private DefinitionRevision? _shown, _against;
    private IReadOnlyList<DiffLine> _diff = [];

    [Inject] public required IExecutionDesk Executions { get; init; }

    [Parameter] public string? Name { get; set; }

    [Parameter] public int? Revision { get; set; }

    [SupplyParameterFromQuery(Name = "against")] public int? Against { get; set; }

    private string DiffWords
    {
        get
        {
            var (added, removed) = (_diff.Count(line => line.Kind is DiffKind.Added), _diff.Count(line => line.Kind is DiffKind.Removed));
            return added + removed == 0 ? T("the same but for blanks") : T($"Lines added: {added}, removed: {removed}");
        }
    }

    protected override async Task LoadAsync()
    {
        if (await AskAsync("the definitions", Executions.DefinitionsAsync) is not { } all)
            return;
        _all = all;
        _shown = all.FirstOrDefault(one => (Name is null || one.Definition == Name) && (Revision is null || one.Revision == Revision));
        _against = _shown is null ? null : all.FirstOrDefault(one => one.Definition == _shown.Definition && one.Revision == (Against ?? _shown.Revision - 1));
        _diff = _shown is null || _against is null ? [] : LineDiff.Changes(LineDiff.Of(Readable(_against.Asl), Readable(_shown.Asl)));
    }

    private static string Address(DefinitionRevision one) => $"/definitions/{Uri.EscapeDataString(one.Definition)}/{one.Revision}";

    /// <summary>One member a line, so that lines can be compared.</summary>
    private static string Readable(string asl)
    {
        try
        {
            return JsonSerializer.Serialize(JsonElement.Parse(asl), s_readable);
        }
        catch (JsonException)
        {
            return asl;
        }
    }
}
