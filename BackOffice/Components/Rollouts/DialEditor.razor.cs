using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Rollouts;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Rollouts;

/// <summary>The dial as slider and as number, with what it would change before the button that changes it.</summary>
public sealed partial class DialEditor
{
    private const int Full = RolloutPolicy.FullDial;

    private readonly string _commandId = CommandRunner.NewId();
    private int _draft;
    private string _number = "", _reason = "";
    private string? _wrong;
    private Error? _error;

    [Inject] public required IRollouts Rollouts { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    /// <summary>The policy that is shown; the editor is made anew for each version.</summary>
    [Parameter, EditorRequired] public required RolloutPolicy Policy { get; set; }

    /// <summary>The orders placed last; null while they are read.</summary>
    [Parameter] public RolloutWindow? Window { get; set; }

    [Parameter] public Error? WindowError { get; set; }

    [Parameter] public EventCallback<RolloutPolicy> OnSaved { get; set; }

    /// <summary>Somebody else was faster, and the person wants to see what they set.</summary>
    [Parameter] public EventCallback OnConflict { get; set; }

    private bool CanSave => _draft != Policy.Dial && _reason.Trim().Length > 0 && _wrong is null && !Runner.IsRunning && _error is not Conflict;

    private string Verb => Runner.IsRunning ? T("Setting…") : (_draft - Policy.Dial) switch
    {
        0 => T("Set the dial"),
        > 0 => T($"Raise to {Formats.Percent(_draft)}"),
        _ => T($"Lower to {Formats.Percent(_draft)}"),
    };

    protected override void OnInitialized() => Set(Policy.Dial);

    private void Typed(ChangeEventArgs e)
    {
        var text = ((e.Value as string) ?? "").Trim().TrimEnd('%').TrimEnd().Replace(',', '.');
        _number = text;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent > 100)
            _wrong = T($"Type a number from 0 to 100, for example {12.5:0.0}.");
        else if (percent * 100 != decimal.Truncate(percent * 100))
            _wrong = T($"The dial has steps of {0.01:0.00}.");
        else
            Set((int)(percent * 100));
    }

    private void Step(int by) => Set(Math.Clamp(_draft + by, 0, Full));

    private void Set(int basisPoints)
    {
        _draft = basisPoints;
        _number = (basisPoints / 100m).ToString("0.00", Formats.Culture);
        _wrong = null;
    }

    private async Task SaveAsync()
    {
        var actor = await CurrentActor.GetAsync();
        var command = new SetRollout(Policy.Flag, _commandId, Policy.Version, _reason.Trim(), Dial: _draft);
        var result = await Runner.RunAsync("set-rollout", _commandId, token => Rollouts.SetAsync(command, actor, token));
        _error = result?.Error;
        if (result is { IsSuccess: true } saved)
            await OnSaved.InvokeAsync(saved.Value);
    }

    /// <summary>Basis points as the percentage of a width.</summary>
    /// <summary>A part of the whole, 0 to 1: the sheet knows where the thumb's centre is there.</summary>
    private static string W(int basisPoints) => (basisPoints / 10_000m).ToString("0.####", CultureInfo.InvariantCulture);
}
