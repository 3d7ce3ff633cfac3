using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Tests.Contracts.Store;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Orders;

public sealed class VoucherLookupTests
{
    private readonly MemoryStore _store = new();
    private readonly VoucherVault _vault = new(new byte[VoucherVault.KeyBytes]);

    [Fact]
    public async Task Resolve_WholeCode_BecomesItsKeyAndLeavesNoCodeInTheQuery()
    {
        var code = await IssuedAsync();

        var meant = await ResolveAsync(code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));

        Assert.Null(meant.Value.Text);
        Assert.Equal(new SearchTerm.Key(KeyClasses.VoucherCode, _vault.HashOf(code)), Assert.Single(meant.Value.Keys));
    }

    [Fact]
    public async Task Resolve_OneWrongCharacter_NamesTheOrderOfTheCodeThatWasMeant()
    {
        var code = await IssuedAsync();
        var wrong = code[..9] + (code[9] == 'Z' ? 'Y' : 'Z') + code[10..];

        var meant = await ResolveAsync(wrong);

        var error = Assert.IsType<Invalid>(meant.Error);
        Assert.Contains(Sample.Id(1).Value, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(VoucherCode.Normalise(code)!, error.Message.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_CodeNobodyHas_SaysSo()
    {
        var code = VoucherCode.New();
        var wrong = code[..^1] + (code[^1] == '0' ? '1' : '0');

        Assert.Contains("no code that exists", Assert.IsType<Invalid>((await ResolveAsync(wrong)).Error).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dora whitfield")]
    [InlineData("GC-7KQ2-M4XD")]
    [InlineData("Bartholomew")]
    [InlineData("abcdefghjkmnp")]
    [InlineData("patricia silva")]
    [InlineData("rafael almeida")]
    [InlineData("5511987654358")]
    [InlineData("")]
    public async Task Resolve_OtherText_StaysAsItIs(string text) => Assert.Equal(text, (await ResolveAsync(text)).Value.Text);

    [Theory]
    [InlineData("GLT-7KQ2-M4XD-93TV-B", true)]
    [InlineData("voucher glt 7kq2 m4xd 93tv b please", true)]
    [InlineData("ref:GLT-7KQ2-M4XD-93TVB", true)]
    [InlineData("patricia silva", false)]
    [InlineData("5511987654358", false)]
    [InlineData("voucher:7KQ2", false)]
    public void CodeIn_AnyPlaceOfAText_IsSeenWhereItSaysSo(string text, bool expected) => Assert.Equal(expected, VoucherLookup.CodeIn(text) is not null);

    [Fact]
    public async Task Resolve_NameThatLooksLikeACode_StaysAName() => Assert.True(VoucherCode.CheckIsRight(VoucherCode.Normalise("patricia silva")!) && (await ResolveAsync("patricia silva")).Value.Text is not null);

    [Fact]
    public void OneSlipFrom_AMistypedCode_HoldsTheRightOne()
    {
        var right = VoucherCode.Normalise(VoucherCode.New())!;
        for (var at = 0; at < right.Length; at++)
        {
            var wrong = right[..at] + (right[at] == '0' ? '1' : '0') + right[(at + 1)..];
            Assert.Contains(right, VoucherCode.OneSlipFrom(wrong));
        }

        Assert.All(VoucherCode.OneSlipFrom(right[..^1] + (right[^1] == '0' ? '1' : '0')), near => Assert.True(VoucherCode.CheckIsRight(near)));
    }

    private Task<Result<OrderQuery>> ResolveAsync(string text) => new VoucherLookup(_store, _vault).ResolveAsync(new OrderQuery { Text = text }, CancellationToken.None);

    private async Task<string> IssuedAsync()
    {
        var code = VoucherCode.New();
        var placed = Sample.Place(Sample.Order(1));
        Assert.True((await _store.CommitAsync(placed with { AddKeys = [.. placed.AddKeys, new LookupKey(KeyClasses.VoucherCode, _vault.HashOf(code), Unique: true)] }, CancellationToken.None)).IsSuccess);
        return code;
    }
}
