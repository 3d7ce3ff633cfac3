using System.Globalization;

namespace BackOffice.Components.Orders.Run;

/// <summary>A node placed: left, top and width in units of the drawing; height is <see cref="GraphLayout.NodeHeight"/>.</summary>
public sealed record GraphNode(FlowState State, double X, double Y, double Width, bool OnSpine)
{
    public double Right => X + Width;

    public double Middle => X + (Width / 2);
}

/// <param name="From">The state it leaves.</param>
/// <param name="To">The state it reaches.</param>
/// <param name="Path">An SVG path.</param>
/// <param name="Label">A condition, or null, to be written at <paramref name="LabelX"/>, <paramref name="LabelY"/>.</param>
public sealed record GraphEdge(string From, string To, string Path, string? Label, double LabelX, double LabelY);

/// <summary>Lays a definition out from left to right: the usual way on one line, every branch on a line below, from the state it leaves to where it comes back.</summary>
public sealed record GraphLayout(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, double Width, double Height)
{
    public const double NodeHeight = 48;
    private const double Gap = 19;
    private const double Left = 14;
    private const double Top = 16;
    private const double RowHeight = 66;

    public static GraphLayout Of(Flow flow)
    {
        var nodes = new Dictionary<string, GraphNode>();
        var x = Left;
        foreach (var name in flow.Spine)
        {
            if (flow.Find(name) is not { Type: not "Succeed" } state)
                continue;
            nodes[name] = new GraphNode(state, x, Top, WidthOf(state), true);
            x += nodes[name].Width + Gap;
        }

        var rowEnds = new List<double>();
        foreach (var name in flow.Spine)
        {
            if (nodes.TryGetValue(name, out var from))
                PlaceBranches(flow, nodes, rowEnds, from);
        }

        var edges = nodes.Values.SelectMany(node => node.State.Ways.Where(way => nodes.ContainsKey(way.To)).Select(way => Draw(node, nodes[way.To], way.Label, flow))).ToList();
        return new GraphLayout(
            [.. nodes.Values], edges, nodes.Count == 0 ? 0 : nodes.Values.Max(node => node.Right) + Left, Top + NodeHeight + 14 + (rowEnds.Count * RowHeight));
    }

    private static void PlaceBranches(Flow flow, Dictionary<string, GraphNode> nodes, List<double> rowEnds, GraphNode from)
    {
        foreach (var way in from.State.Ways)
        {
            if (nodes.ContainsKey(way.To) || flow.Find(way.To) is not { Type: not "Succeed" } state)
                continue;
            var x = from.OnSpine ? from.Middle + 24 : from.Right + Gap;
            var row = from.OnSpine ? rowEnds.FindIndex(end => end <= x) : (int)((from.Y - Top - RowHeight) / RowHeight);
            if (row < 0 || rowEnds[row] > x)
            {
                rowEnds.Add(0);
                row = rowEnds.Count - 1;
            }

            var node = new GraphNode(state, x, Top + ((row + 1) * RowHeight), WidthOf(state), false);
            nodes[way.To] = node;
            rowEnds[row] = node.Right + Gap;
            PlaceBranches(flow, nodes, rowEnds, node);
        }
    }

    private static GraphEdge Draw(GraphNode from, GraphNode to, string? label, Flow flow)
    {
        var middle = from.Y + (NodeHeight / 2);
        if (from.Y == to.Y && to.X > from.X && Neighbours(from, to, flow))
            return new GraphEdge(from.State.Name, to.State.Name, P($"M{from.Right + 1} {middle} H{to.X - 6}"), label, from.Right + 2, middle - 6);
        if (to.Y > from.Y)
        {
            var enter = to.Y + (NodeHeight / 2);
            return new GraphEdge(
                from.State.Name, to.State.Name, P($"M{from.Middle} {from.Y + NodeHeight} V{enter - 8} q0 8 8 8 H{to.X - 6}"), label, from.Middle - 8, enter - 10);
        }

        if (to.Y < from.Y)
            return new GraphEdge(
                from.State.Name, to.State.Name, P($"M{from.Right} {middle} H{Math.Max(to.Middle, from.Right + 12) - 8} q8 0 8 -8 V{to.Y + NodeHeight + 6}"), label, from.Right + 4, middle - 6);

        // A way that passes over others of its line, forward or back.
        return new GraphEdge(
            from.State.Name, to.State.Name, P($"M{from.Middle} {from.Y} v-5 q0 -5 5 -5 H{to.Middle - 5} q5 0 5 5 V{to.Y - 4}"), label, from.Middle + 6, from.Y - 12);
    }

    private static bool Neighbours(GraphNode from, GraphNode to, Flow flow) =>
        !from.OnSpine || flow.Spine.ToList().IndexOf(to.State.Name) == flow.Spine.ToList().IndexOf(from.State.Name) + 1;

    private static double WidthOf(FlowState state) => Math.Max(112, (state.Title.Length * 8) + 38);

    private static string P(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);
}
