using System.Text;

namespace BackOffice.Core.Routing.Matching;

/// <summary>
/// The fields that some pattern asks for, as a tree of names, so that one pass over an event finds them all and skips the rest. A dot in a name
/// is the same as a step: <c>"a.b"</c> and a, then b, are one path, in pattern and event alike (AWS's recordings, dot_joining_*).
/// </summary>
internal sealed class PathTrie
{
    public const int Root = 0;

    private readonly ByteTable<int>[] _children;
    private readonly int[] _paths;
    private readonly int[] _depths;

    public PathTrie(IReadOnlyList<string> paths)
    {
        var children = new List<Dictionary<string, int>> { new(StringComparer.Ordinal) };
        var pathOf = new List<int> { -1 };
        var depthOf = new List<int> { 0 };
        for (var path = 0; path < paths.Count; path++)
        {
            var node = Root;
            foreach (var step in paths[path].Split('.'))
            {
                if (!children[node].TryGetValue(step, out var child))
                {
                    child = children.Count;
                    children[node].Add(step, child);
                    children.Add(new Dictionary<string, int>(StringComparer.Ordinal));
                    pathOf.Add(-1);
                    depthOf.Add(depthOf[node] + 1);
                }

                node = child;
            }

            pathOf[node] = path;
        }

        _children = [.. children.Select(names => new ByteTable<int>(names.Select(pair => KeyValuePair.Create(Encoding.UTF8.GetBytes(pair.Key), pair.Value))))];
        _paths = [.. pathOf];
        _depths = [.. depthOf];
    }

    /// <summary>The path that ends at the node, or -1.</summary>
    public int PathAt(int node) => _paths[node];

    /// <summary>How many steps lead to the node.</summary>
    public int Depth(int node) => _depths[node];

    public bool IsLeaf(int node) => _children[node].IsEmpty;

    /// <summary>The node that a name leads to, or -1 when no pattern asks for anything there.</summary>
    public int Find(int node, ReadOnlySpan<byte> name)
    {
        while (true)
        {
            var dot = name.IndexOf((byte)'.');
            var step = dot < 0 ? name : name[..dot];
            if (_children[node].IsEmpty || !_children[node].TryGet(step, out node))
                return -1;
            if (dot < 0)
                return node;
            name = name[(dot + 1)..];
        }
    }
}
