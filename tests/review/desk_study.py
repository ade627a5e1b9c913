"""A small study that holds one policy document of our own, for reviewing."""

from pathlib import Path

from policyloom.core.ids import digest
from policyloom.files.load import load_study
from policyloom.files.new import new_study
from policyloom.held.texts import hold_texts

TEXT = """工业和信息化部 科学技术部关于推进云帆工程的指导意见
工信部联信〔2016〕88号
各省、自治区、直辖市工业和信息化主管部门：
为贯彻落实《连接产业积极推进指导意见》，现提出以下意见。
一、建设云帆试验区。到2018年建成十个试验区。（工业和信息化部牵头，科技部配合）
二、开放公共数据。各地要建立目录。（科技部、财政部按职责分工负责）
三、加强港务协调。（海雾协调中心牵头）
工业和信息化部
科学技术部
2016年5月18日
"""
POLICY = (
    "K1,工业和信息化部 科学技术部关于推进云帆工程的指导意见,title,운범 지도의견,"
    "ministry,NUR,,,,,,2016-05-20,publication,指导意见,issued,ai,,S9,medium,\n"
)
CITED = (
    "K0,连接产业积极推进指导意见,title,연결산업 지도의견,central,NUR,,,,,2015,,,"
    "指导意见,issued,all,,S1,high,\n"
)


def made(folder: Path, text: str = TEXT, policy: str = POLICY) -> Path:
    """Make the study and read its document."""
    study = folder / "study"
    assert new_study(study) == []
    data = text.encode("utf-8")
    held = study / "documents" / "yunfan.txt"
    held.parent.mkdir(exist_ok=True)
    held.write_bytes(data)
    source = (
        f"S9,policy,云帆工程指导意见,,,2016-05-20,zh,https://gov.example/88,,"
        f"documents/yunfan.txt,{digest(data)},2018-05-02,\n"
    )
    added(study / "sources.csv", source)
    added(study / "registers" / "policies.csv", CITED + policy)
    loaded, problems = load_study(study)
    assert loaded is not None
    assert problems == []
    assert hold_texts(loaded) == 1
    return study


def added(path: Path, rows: str) -> None:
    path.write_bytes(path.read_bytes() + rows.encode("utf-8"))
