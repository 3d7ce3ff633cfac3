using System.Runtime.CompilerServices;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Several sorted streams as one. All are asked for their first rows at once.</summary>
internal static class Merge
{
    public static async IAsyncEnumerable<T> Sorted<T>(
        IReadOnlyList<IAsyncEnumerable<T>> streams, Comparison<T> comparison, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var readers = streams.Select(stream => stream.GetAsyncEnumerator(cancellationToken)).ToList();
        try
        {
            var more = await Task.WhenAll(readers.Select(reader => reader.MoveNextAsync().AsTask())).ConfigureAwait(false);
            var waiting = new PriorityQueue<IAsyncEnumerator<T>, T>(Comparer<T>.Create(comparison));
            for (var i = 0; i < readers.Count; i++)
            {
                if (more[i])
                    waiting.Enqueue(readers[i], readers[i].Current);
            }

            while (waiting.TryDequeue(out var reader, out var row))
            {
                yield return row;
                if (await reader.MoveNextAsync().ConfigureAwait(false))
                    waiting.Enqueue(reader, reader.Current);
            }
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
        }
    }
}
