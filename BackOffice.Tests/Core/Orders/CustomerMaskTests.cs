using BackOffice.Core.Orders;

namespace BackOffice.Tests.Core.Orders;

public sealed class CustomerMaskTests
{
    [Theory]
    [InlineData("Dora Whitfield", "Dora W•••")]
    [InlineData("Ana Maria da Silva", "Ana S•••")]
    [InlineData("Cher", "C•••")]
    [InlineData("", "")]
    public void Name_KeepsWhatAnAgentGreetsWith(string name, string masked) => Assert.Equal(masked, CustomerMask.Name(name));

    [Theory]
    [InlineData("mara@example.com", "m•••@e•••.com")]
    [InlineData("dora.whitfield@mail.example.co.uk", "d•••@m•••.uk")]
    [InlineData("x@localhost", "x•••@l•••")]
    [InlineData("no address", "•••")]
    [InlineData("", "")]
    public void Email_KeepsFirstLettersAndTheEnd(string email, string masked) => Assert.Equal(masked, CustomerMask.Email(email));

    [Theory]
    [InlineData("+1 617 555 0142", "••• 42")]
    [InlineData("12345", "•••")]
    public void Phone_KeepsItsEnd(string phone, string masked) => Assert.Equal(masked, CustomerMask.Phone(phone));
}
