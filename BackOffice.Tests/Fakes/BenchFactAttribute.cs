namespace BackOffice.Tests.Fakes;

/// <summary>A measurement, not a check: it runs when BENCH_ORDERS says how large.</summary>
internal sealed class BenchFactAttribute : FactAttribute
{
    public BenchFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("BENCH_ORDERS") is null)
            Skip = "A measurement: set BENCH_ORDERS to run it.";
    }
}
