using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Shared;

/// <summary>A moment in the viewer's zone, or its age; the exact moment in the viewer's zone and in UTC on hover.</summary>
public sealed partial class TimeText
{
    private string _text = "";
    private IDisposable? _ticks;

    [Inject] public required ViewerZone Zone { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    [Parameter, EditorRequired] public DateTimeOffset At { get; set; }

    /// <summary>How old it is, kept up to date each second.</summary>
    [Parameter] public bool Age { get; set; }

    /// <summary>With <see cref="Age"/>, how long ago: <c>4 s ago</c>.</summary>
    [Parameter] public bool Ago { get; set; }

    /// <summary>Hours, minutes and seconds alone, for rows of one day.</summary>
    [Parameter] public bool ClockOnly { get; set; }

    private string Title => TitleOf(At, Zone);

    /// <summary>The exact moment in both zones; once where they are one.</summary>
    public static string TitleOf(DateTimeOffset at, ViewerZone zone) =>
        zone.ToLocal(at).Offset == TimeSpan.Zero ? Formats.Utc(at) : $"{Formats.Exact(zone.ToLocal(at))} · {Formats.Utc(at)}";

    public void Dispose()
    {
        _ticks?.Dispose();
        Zone.Changed -= OnChange;
    }

    protected override void OnInitialized() => Zone.Changed += OnChange;

    protected override void OnParametersSet()
    {
        _text = Text();
        if (Age)
            _ticks ??= Ticker.Listen(OnChange);
    }

    private void OnChange()
    {
        if (Text() != _text)
            _ = InvokeAsync(Refresh);
    }

    private void Refresh()
    {
        _text = Text();
        StateHasChanged();
    }

    private string Text()
    {
        if (Age)
        {
            var age = Ticker.Now - At;
            return Ago ? Formats.Ago(age) : Formats.Age(age);
        }

        var local = Zone.ToLocal(At);
        return ClockOnly ? Formats.Clock(local) : Formats.Moment(local, Zone.ToLocal(Ticker.Now));
    }
}
