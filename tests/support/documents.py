"""A bulletin with every kind of block, made without a database."""

import io
import random

from PIL import Image

from server.exports.model import Annex, Document, Figure, Heading, Imprint, Level, Paragraph, Table


def jpeg(seed: int, width: int = 640, height: int = 480) -> bytes:
    """A picture of coloured noise with a black box."""
    noise = random.Random(seed)
    small = Image.new("RGB", (16, 12))
    small.putdata([(noise.randrange(256), noise.randrange(256), noise.randrange(256)) for _ in range(192)])
    picture = small.resize((width, height))
    picture.paste((0, 0, 0), (width // 4, height // 4, width // 2, height // 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def document(*, banner: str = "", body: tuple[Paragraph, ...] = ()) -> Document:
    office = "临江区机关效能建设领导小组办公室"
    return Document(
        mark=f"{office}文件",
        number="临效办〔2026〕7号",
        title="关于2026年3月机关作风第二轮暗访情况的通报",
        recipients="各镇（街道），区直各单位：",
        body=(
            Paragraph(
                "根据《2026年度督查检查考核计划》第12项（临督计〔2026〕3号），3月16日至18日，区效能办会同区纪委监委派驻"
                "纪检监察组、区融媒体中心，组成4个暗访组8人，采取“四不两直”、随机抽取方式，对46家单位进行暗访。现将情况通报如下："
            ),
            Heading(Level.FIRST, "一、总体情况"),
            Paragraph("名单612人，应在岗555人，在岗548人；到岗率89.5%，有效在岗率98.7%。"),
            Heading(Level.FIRST, "二、存在的主要问题"),
            Heading(Level.SECOND, "（一）工作纪律方面。"),
            Paragraph("区甲局办公室张某某3月16日9时05分、9时41分两次不在岗，去向牌显示“在岗”，无请假记录（A04，编号LJ-2026-0316-003）。"),
            *body,
        ),
        annexes=(
            Annex("附件1", "暗访发现问题清单", (
                Table(("序号", "问题编号", "单位", "人员", "时间", "规则码", "事实"), (
                    ("1", "LJ-2026-0316-003", "区甲局", "张某某", "3月16日9时05分、9时41分", "A04", "两次不在岗"),
                    ("2", "LJ-2026-0316-004", "区政务服务中心", "—", "3月16日10时12分", "B04", "公示栏缺失"),
                ), (7, 20, 15, 10, 18, 9, 21)),
            )),
            Annex("附件2", "单位陈述采纳情况表", (
                Table(("序号", "问题编号", "陈述", "采纳"),
                      (("1", "LJ-2026-0316-003", "已收到", "不采纳"),), (10, 30, 40, 20)),
            )),
            Annex("附件3", "各单位到岗率统计表", (
                Table(("单位", "名单人数", "应在岗", "在岗", "到岗率", "有效在岗率"),
                      (("区甲局", "20", "18", "17", "85.0%", "94.4%"),), (25, 15, 15, 15, 15, 15),
                      "到岗率＝在岗／名单人数；有效在岗率＝在岗／应在岗。"),
            )),
            Annex("附件4", "暗访照片", (
                Figure("2026-03-16_区甲局_A04_1.jpg", jpeg(1), 640, 480, "图1　区甲局　A04　LJ-2026-0316-003"),
                Figure("2026-03-16_区甲局_A04_2.jpg", jpeg(2, 480, 640), 480, 640,
                       "图2　区甲局　A04　LJ-2026-0316-003"),
            )),
        ),
        signer=office,
        date="2026年3月30日",
        remark="此件不公开",
        ground="本通报所据账本检查点：linjiang.example/mingcha，共1204条。",
        imprint=Imprint("区委、区人大、区政府、区政协、区纪委监委办公室。", office, "2026年3月30日"),
        banner=banner,
    )  # fmt: skip
