using System.Text;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>What the browser would show at one place: an element, a text, static markup, or the place of a component.</summary>
/// <param name="name">The element's name; empty for everything else.</param>
internal sealed class RenderedNode(string name)
{
    private Dictionary<string, string>? _attributes;
    private Dictionary<string, long>? _handlers;

    public string Name { get; } = name;

    /// <summary>Of a text or of static markup.</summary>
    public string Text { get; set; } = "";

    public List<RenderedNode> Children { get; } = [];

    /// <summary>Null when the element has no such attribute.</summary>
    public string? this[string attribute] => _attributes?.GetValueOrDefault(attribute);

    /// <summary>The id under which the server knows what happens on an event (<c>onclick</c>); null when it does not listen.</summary>
    public long? HandlerOf(string attribute) => _handlers is not null && _handlers.TryGetValue(attribute, out var handler) ? handler : null;

    public void Set(string attribute, string value) => (_attributes ??= [])[attribute] = value;

    public void Listen(string attribute, long handler) => (_handlers ??= [])[attribute] = handler;

    public void Remove(string attribute)
    {
        _attributes?.Remove(attribute);
        _handlers?.Remove(attribute);
    }

    /// <summary>The first below this one, in the order of the page, or null.</summary>
    public RenderedNode? Find(Func<RenderedNode, bool> condition)
    {
        foreach (var child in Children)
        {
            if ((condition(child) ? child : child.Find(condition)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Everything that is written below this one, in the order of the page.</summary>
    public string WholeText()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        text.Append(Text);
        foreach (var child in Children)
            child.Append(text);
    }
}
