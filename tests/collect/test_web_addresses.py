"""Which addresses may be asked, and in which form."""

import ipaddress

import pytest

from policyloom.collect.address import (
    AddressRefusedError,
    follow,
    is_public,
    parse_address,
    public_addresses,
)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("http://www.gov.cn", "http://www.gov.cn/"),
        ("HTTPS://WWW.Gov.CN:443/a?b=1#c", "https://www.gov.cn/a?b=1"),
        ("http://a.cn:8080/文件.htm?q=互联", None),
        ("http://a.cn/a%20b%E4%B8%AD", "http://a.cn/a%20b%E4%B8%AD"),
        ("http://中国.cn/", "http://xn--fiqs8s.cn/"),
        ("http://[2001:db8::1]:81/", "http://[2001:db8::1]:81/"),
    ],
)
def test_an_address_has_one_ascii_form(text, form) -> None:
    made = str(parse_address(text))
    assert made == (form or "http://a.cn:8080/%E6%96%87%E4%BB%B6.htm?q=%E4%BA%92%E8%81%94")
    assert str(parse_address(made)) == made


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://a.cn/x", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://", "malformed"),
        ("http://user:word@a.cn/", "malformed"),
        ("http://a.cn:99999/", "malformed"),
        ("http://a.cn:0/", "malformed"),
        ("http://a.cn/\r\nX: y", "malformed"),
        ("http://a.cn\\@b.cn/", "malformed"),
        ("http://[::1/", "malformed"),
        ("//a.cn/x", "malformed"),
        ("http://a.cn/" + "x" * 5_000, "malformed"),
    ],
)
def test_other_addresses_are_refused(text, why) -> None:
    with pytest.raises(AddressRefusedError) as refusal:
        parse_address(text)
    assert refusal.value.why == why


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1",
        "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1",
    ],
)  # fmt: skip
def test_what_is_not_on_the_open_internet_is_refused(ip) -> None:
    assert not is_public(ipaddress.ip_address(ip))
    with pytest.raises(AddressRefusedError) as refusal:
        public_addresses(parse_address("http://a.cn/"), lambda *_: [ip])
    assert refusal.value.why == "private"


@pytest.mark.parametrize("ip", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_pass(ip) -> None:
    assert public_addresses(parse_address("http://a.cn/"), lambda *_: [ip]) == (ip,)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(AddressRefusedError):
        public_addresses(parse_address("http://a.cn/"), lambda *_: ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.0.0.1", "::1", "fc00::1", "::ffff:127.0.0.1"])
def test_the_option_admits_loopback_and_private_networks(ip) -> None:
    address = parse_address("http://a.cn/")
    assert public_addresses(address, lambda *_: [ip], allow_private=True) == (ip,)


@pytest.mark.parametrize("ip", ["169.254.169.254", "fe80::1", "224.0.0.1", "0.0.0.0", "240.0.0.1"])
def test_no_option_admits_the_rest(ip) -> None:
    with pytest.raises(AddressRefusedError):
        public_addresses(parse_address("http://a.cn/"), lambda *_: [ip], allow_private=True)


def test_a_redirect_is_read_against_its_page() -> None:
    base = parse_address("http://a.cn/x/y.htm")
    assert str(follow(base, "../z?1")) == "http://a.cn/z?1"
    assert str(follow(base, "//b.cn/")) == "http://b.cn/"
    latin = "/中文.htm".encode().decode("latin-1")
    assert str(follow(base, latin)) == "http://a.cn/%E4%B8%AD%E6%96%87.htm"
    with pytest.raises(AddressRefusedError):
        follow(base, "file:///etc/passwd")
