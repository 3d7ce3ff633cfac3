namespace BackOffice.Cli.Bench.Circuits;

/// <summary>The page as a browser would have it after the batches that were applied, so that what a circuit says can be read and pressed.</summary>
internal sealed class RenderedPage
{
    private readonly Dictionary<int, RenderedNode> _components = [];

    /// <summary>Holds the roots that the server attached, in that order.</summary>
    public RenderedNode Root { get; } = new("");

    public void Attach(int component)
    {
        if (!_components.ContainsKey(component))
            Root.Children.Add(_components[component] = new RenderedNode(""));
    }

    public void Apply(RenderBatch batch)
    {
        for (var i = 0; i < batch.UpdatedCount; i++)
        {
            var updated = batch.UpdatedAt(i);
            if (!_components.TryGetValue(batch.ComponentOf(updated), out var place))
                throw new InvalidDataException($"The batch changes component {batch.ComponentOf(updated)}, which is nowhere on the page.");
            Change(batch, updated, place);
        }

        foreach (var component in batch.DisposedComponents())
            _components.Remove(component);
    }

    private void Change(RenderBatch batch, int updated, RenderedNode place)
    {
        var path = new Stack<RenderedNode>();
        var moves = new List<(int From, int To)>();
        var at = place;
        for (var i = 0; i < batch.EditCountOf(updated); i++)
        {
            var (kind, sibling, reference, removed) = batch.Edit(updated, i);
            switch (kind)
            {
                case RenderEdit.PrependFrame:
                    Insert(batch, at, sibling, reference);
                    break;
                case RenderEdit.RemoveFrame:
                    at.Children.RemoveAt(sibling);
                    break;
                case RenderEdit.SetAttribute:
                    SetAttribute(batch, at.Children[sibling], reference);
                    break;
                case RenderEdit.RemoveAttribute:
                    at.Children[sibling].Remove(removed!);
                    break;
                case RenderEdit.UpdateText or RenderEdit.UpdateMarkup:
                    at.Children[sibling].Text = batch.TextOf(reference);
                    break;
                case RenderEdit.StepIn:
                    path.Push(at);
                    at = at.Children[sibling];
                    break;
                case RenderEdit.StepOut:
                    at = path.Pop();
                    break;
                case RenderEdit.PermutationEntry:
                    moves.Add((sibling, reference));
                    break;
                case RenderEdit.PermutationEnd:
                    Move(at, moves);
                    moves.Clear();
                    break;
                default:
                    throw new InvalidDataException($"There is no edit {kind}.");
            }
        }
    }

    private static void Move(RenderedNode parent, List<(int From, int To)> moves)
    {
        var moved = moves.ConvertAll(move => (move.To, Node: parent.Children[move.From]));
        foreach (var (to, node) in moved)
            parent.Children[to] = node;
    }

    /// <summary>How many nodes the frame became: none for what shows nothing, several for a region.</summary>
    private int Insert(RenderBatch batch, RenderedNode parent, int sibling, int frame)
    {
        switch (batch.KindOf(frame))
        {
            case RenderFrame.Element:
                var element = new RenderedNode(batch.TextOf(frame));
                parent.Children.Insert(sibling, element);
                var (next, end) = (frame + 1, frame + batch.LengthOf(frame));
                for (; next < end && batch.KindOf(next) is RenderFrame.Attribute; next++)
                    SetAttribute(batch, element, next);
                InsertRange(batch, element, 0, next, end);
                return 1;
            case RenderFrame.Text or RenderFrame.Markup:
                parent.Children.Insert(sibling, new RenderedNode("") { Text = batch.TextOf(frame) });
                return 1;
            case RenderFrame.Component:
                parent.Children.Insert(sibling, _components[batch.ComponentOfFrame(frame)] = new RenderedNode(""));
                return 1;
            case RenderFrame.Region:
                return InsertRange(batch, parent, sibling, frame + 1, frame + batch.LengthOf(frame));
            case RenderFrame.ElementReference or RenderFrame.NamedEvent:
                return 0;
            case var other:
                throw new InvalidDataException($"A frame {other} cannot be inserted.");
        }
    }

    private int InsertRange(RenderBatch batch, RenderedNode parent, int sibling, int from, int to)
    {
        var first = sibling;
        for (var frame = from; frame < to;)
        {
            sibling += Insert(batch, parent, sibling, frame);
            frame += batch.KindOf(frame) is RenderFrame.Element or RenderFrame.Component or RenderFrame.Region ? batch.LengthOf(frame) : 1;
        }

        return sibling - first;
    }

    private static void SetAttribute(RenderBatch batch, RenderedNode element, int frame)
    {
        var name = batch.TextOf(frame);
        if (batch.HandlerOf(frame) is var handler and not 0)
            element.Listen(name, handler);
        else
            element.Set(name, batch.AttributeValueOf(frame) ?? "");
    }
}
