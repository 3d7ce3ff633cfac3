using System.Globalization;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Targets;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Routing;

/// <summary>One target of a draft, with what it would be sent for an event.</summary>
public sealed partial class TargetEditor
{
    private string _shape = "event", _map = "";
    private string? _wrong, _preview;
    private Error? _error;
    private IReadOnlyList<string> _warnings = [];

    [Inject] public required TimeProvider Clock { get; init; }

    [Parameter, EditorRequired] public string Id { get; set; } = "";

    /// <summary>The rule's name, which a template may show.</summary>
    [Parameter, EditorRequired] public string Rule { get; set; } = "";

    [Parameter, EditorRequired] public required RuleTarget Target { get; set; }

    [Parameter, EditorRequired] public IReadOnlyList<DestinationSummary> Destinations { get; set; } = [];

    /// <summary>JSON of the event that the preview shows, or null.</summary>
    [Parameter] public string? Event { get; set; }

    [Parameter] public bool MayEdit { get; set; } = true;

    [Parameter] public EventCallback<RuleTarget> OnChange { get; set; }

    [Parameter] public EventCallback OnRemove { get; set; }

    private IReadOnlyDictionary<string, string> Map => Target.InputTransformer?.InputPathsMap ?? new Dictionary<string, string>();

    protected override void OnParametersSet()
    {
        _shape = Target switch { { InputPath: not null } => "path", { Input: not null } => "constant", { InputTransformer: not null } => "template", _ => "event" };
        if (_wrong is null)
            _map = string.Join('\n', Map.Select(pair => $"{pair.Key} = {pair.Value}"));
        Preview();
    }

    private void Preview()
    {
        (_preview, _error, _warnings) = (null, null, []);
        var input = TargetInput.Of(Target);
        if (input.Error is { } wrong)
        {
            _error = wrong;
            return;
        }

        _warnings = input.Value.Warnings;
        if (Event is null)
            return;
        var json = Encoding.UTF8.GetBytes(Event);
        if ((EventEnvelope.Missing(json).Error ?? input.Value.Render(json, Rule, Clock.GetUtcNow()).Error) is { } failed)
            _error = failed;
        else
            _preview = Encoding.UTF8.GetString(input.Value.Render(json, Rule, Clock.GetUtcNow()).Value);
    }

    private Task ShapeAsync(ChangeEventArgs e)
    {
        var bare = Target with { Input = null, InputPath = null, InputTransformer = null };
        _wrong = null;
        return OnChange.InvokeAsync((e.Value as string) switch
        {
            "path" => bare with { InputPath = "$.detail" },
            "constant" => bare with { Input = "{}" },
            "template" => bare with { InputTransformer = new InputTransformer { InputPathsMap = new Dictionary<string, string> { ["order"] = "$.detail.orderId" }, InputTemplate = "{\"order\": <order>}" } },
            _ => bare,
        });
    }

    private Task RetriesAsync(ChangeEventArgs e) => Number(e) is { } number ? OnChange.InvokeAsync(Target with { Retry = Target.Retry with { MaximumRetryAttempts = number } }) : Task.CompletedTask;

    private Task AgeAsync(ChangeEventArgs e) => Number(e) is { } number ? OnChange.InvokeAsync(Target with { Retry = Target.Retry with { MaximumEventAgeInSeconds = number } }) : Task.CompletedTask;

    private static int? Number(ChangeEventArgs e) => int.TryParse(e.Value as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task MapAsync(ChangeEventArgs e)
    {
        _map = e.Value as string ?? "";
        var map = new Dictionary<string, string>();
        _wrong = null;
        foreach (var line in _map.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !map.TryAdd(line[..at].Trim(), line[(at + 1)..].Trim()))
                _wrong ??= at < 1 ? T($"This line has no name and path: {line}") : T($"This name is there twice: {line}");
        }

        if (_wrong is null)
            await TransformAsync(map, Target.InputTransformer?.InputTemplate ?? "");
    }

    private Task TransformAsync(IReadOnlyDictionary<string, string> map, string template) =>
        OnChange.InvokeAsync(Target with { InputTransformer = new InputTransformer { InputPathsMap = map, InputTemplate = template } });
}
