using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>Paths of the tables, read from an object with members of every kind.</summary>
public sealed class MemberPathTests
{
    private static readonly Order Full = new()
    {
        Name = "n1",
        Limit = 0,
        Child = new Order { Name = "n2", Child = new Order { Name = "n3" } },
        Items = [new Order { Name = "a", Tags = ["x", "y"] }, null!, new Order { Name = "b" }, new Order { Name = null, Tags = [] }],
        Tags = ["t1", "t2"],
        ByTable = new() { ["one"] = [new Order { Name = "p" }, new Order { Name = "q" }], ["two"] = [] },
    };

    public static TheoryData<string, object?> Full_object => new()
    {
        { "Name", "n1" },
        { "Limit", 0 },
        { "Child.Name", "n2" },
        { "Child.Child.Name", "n3" },
        { "Child.Child.Child.Name", null },
        { "Items[].Name", new List<object> { "a", "b" } },
        { "Items[].Tags[]", new List<object> { "x", "y" } },
        { "Tags[]", new List<object> { "t1", "t2" } },
        { "ByTable[][].Name", new List<object> { "p", "q" } },
        { "Name|Child.Name", new List<object> { "n1", "n2" } },
        { "Name|Absent", "n1" },
        { "Other|Name", new List<object> { "n1" } },
        { "Child.Absent", null },
        { "Child.Items[].Name", null },
    };

    [Theory]
    [MemberData(nameof(Full_object))]
    public void Path_reads(string path, object? expected) => Assert.Equal(expected, MemberPath.For(typeof(Order), path)!.Read(Full));

    [Theory]
    [InlineData("Name")]
    [InlineData("Limit")]
    [InlineData("Child.Name")]
    [InlineData("Items[].Name")]
    [InlineData("Name|Other")]
    [InlineData("ByTable[][]")]
    public void Nothing_set_reads_as_null(string path) => Assert.Null(MemberPath.For(typeof(Order), path)!.Read(new Order()));

    [Theory]
    [InlineData("Items[].Name")]
    [InlineData("ByTable[][]")]
    public void An_empty_collection_is_there_and_has_nothing(string path) =>
        Assert.Equal(new List<object>(), MemberPath.For(typeof(Order), path)!.Read(new Order { Items = [], ByTable = [] }));

    [Theory]
    [InlineData("Absent")]
    [InlineData("absent.Name")]
    [InlineData("Absent[]|Missing.Name")]
    [InlineData("name")]
    [InlineData("Item")]
    [InlineData("Hidden")]
    public void A_type_without_the_member_has_no_path(string path) => Assert.Null(MemberPath.For(typeof(Order), path));

    [Fact]
    public void The_empty_path_is_the_object_itself() => Assert.Same(Full, MemberPath.For(typeof(Order), "")!.Read(Full));

    [Fact]
    public void A_member_of_a_base_class_is_read() => Assert.Equal("n", MemberPath.For(typeof(Special), "Name")!.Read(new Special { Name = "n" }));

    private class Order
    {
        public string? Name { get; init; }

        public string? Other { get; init; }

        public int? Limit { get; init; }

        public Order? Child { get; init; }

        public List<Order>? Items { get; init; }

        public List<string>? Tags { get; init; }

        public Dictionary<string, List<Order>>? ByTable { get; init; }

        public string this[int index] => Tags![index];

        private string Hidden => "hidden";

        public override string ToString() => Hidden;
    }

    private sealed class Special : Order;
}
