using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Orders;

/// <summary>The line in which a list of orders is asked for: completes fields and values, shows what it could not understand and where.</summary>
public sealed partial class QueryBox
{
    private IReadOnlyList<Completion> _completions = [];
    private string _text = "";
    private string? _given;
    private int _at = -1;

    /// <summary>The query of the list that is shown.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    [Parameter] public IReadOnlyList<QueryProblem> Problems { get; set; } = [];

    /// <summary>What orders there are: values that are offered, and the figures beside them.</summary>
    [Parameter] public KnownValues Known { get; set; } = KnownValues.None;

    [Parameter] public EventCallback<string> OnQuery { get; set; }

    /// <summary>The buttons beside the line.</summary>
    [Parameter] public RenderFragment? ChildContent { get; set; }

    private bool IsOpen => _completions.Count > 0;

    protected override void OnParametersSet()
    {
        if (_given == Text)
            return;
        _given = Text;
        _text = Text;
        Close();
    }

    private void Complete()
    {
        _completions = Completion.Of(_text, Known);
        _at = -1;
    }

    private void Key(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when IsOpen:
                _at = Math.Min(_at + 1, _completions.Count - 1);
                break;
            case "ArrowUp" when IsOpen:
                _at = Math.Max(_at - 1, -1);
                break;
            case "Escape":
                Close();
                break;
        }
    }

    /// <summary>Enter takes the completion that is marked; without one it asks for the list.</summary>
    private async Task SubmitAsync()
    {
        if (IsOpen && _at >= 0)
            Accept(_completions[_at]);
        else
            await GoAsync(_text);
    }

    private void Accept(Completion completion)
    {
        _text = completion.Text;
        Complete();
    }

    private async Task GoAsync(string text)
    {
        Close();
        _text = text;
        _given = text;
        await OnQuery.InvokeAsync(text.Trim());
    }

    private void Close()
    {
        _completions = [];
        _at = -1;
    }

    private string Part(QueryProblem problem) => problem.At >= Text.Length ? "" : Text.Substring(problem.At, Math.Min(problem.Length, Text.Length - problem.At));

    private string Mended(QueryProblem problem, string suggestion) => Text[..problem.At] + suggestion + Text[(problem.At + problem.Length)..];
}
