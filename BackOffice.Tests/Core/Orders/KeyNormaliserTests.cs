using BackOffice.Core.Orders;

namespace BackOffice.Tests.Core.Orders;

public sealed class KeyNormaliserTests
{
    [Theory]
    [InlineData("Zoë Invented", "zoe invented")]
    [InlineData("  JOSÉ   da Silva-Sauro ", "jose da silva sauro")]
    [InlineData("O'Brien O’Neill", "obrien oneill")]
    [InlineData("Łukasz Sørensen Großmann", "lukasz sorensen grossmann")]
    [InlineData("İpek ISIK", "ipek isik")]
    [InlineData("anna Anna ANNA", "anna")]
    [InlineData("山田 太郎", "山田 太郎")]
    [InlineData("a b c d e f g h i j", "a b c d e f g h")]
    [InlineData("!!! --", "")]
    public void NameWords_Name_AreItsPlainWords(string name, string words) =>
        Assert.Equal(words, string.Join(' ', KeyNormaliser.NameWords(name)));

    [Theory]
    [InlineData("+1 (555) 010-7788", "15550107788")]
    [InlineData("٠١٢", "012")]
    [InlineData("none", "")]
    public void Phone_Text_IsItsDigits(string text, string digits) => Assert.Equal(digits, KeyNormaliser.Phone(text));

    [Theory]
    [InlineData(" Zoë@Example.TEST ", "zoë@example.test")]
    public void Email_Text_IsLowerCaseAndSound(string text, string email) => Assert.Equal(email, KeyNormaliser.Email(text));

    [Fact]
    public void Any_LoneSurrogate_IsReplacedAndDoesNotThrow()
    {
        const string text = "x\ud800y";

        Assert.Equal("x\ufffdy", KeyNormaliser.Email(text));
        Assert.Equal(["x", "y"], KeyNormaliser.NameWords(text));
        Assert.Equal("", KeyNormaliser.Phone(text));
    }

    [Fact]
    public void Email_VeryLong_IsCutWithoutHalfACharacter()
    {
        var email = KeyNormaliser.Email(new string('a', KeyNormaliser.MaxLength - 1) + "\U0001F600tail");

        Assert.Equal(new string('a', KeyNormaliser.MaxLength - 1), email);
    }
}
