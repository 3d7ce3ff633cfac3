using System.Security.Cryptography;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Names of commits: in the order in which this process made them, and no other process's. At most 36 characters, as a transaction's token may have.</summary>
internal sealed class Stamps(TimeProvider clock)
{
    private readonly string _process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private long _last;

    public string Next()
    {
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(clock.GetUtcNow().UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
                return $"{ItemKeys.Rank(next)}-{_process}";
        }
    }
}
